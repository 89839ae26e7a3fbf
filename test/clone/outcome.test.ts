import { addFact, cloneNowOutcomes, cloneOutcomes, refuse } from '../../src/clone/outcome.js';

test('an outcome whose result nobody can tell is one of these', () => {
  const unknown = Object.entries(cloneNowOutcomes).filter(([, created]) => created === 'unknown');
  expect(unknown.map(([code]) => code)).toEqual(['unknown_result', 'bot_failed']);
});

test('only one outcome says that a distribution was created', () => {
  const done = Object.entries(cloneOutcomes).filter(([, created]) => created === 'yes');
  expect(done.map(([code]) => code)).toEqual(['cloned']);
});

describe('refuse', () => {
  test('gives the code and what is true of AWS, and no sentence', () => {
    expect(refuse('throttled')).toEqual({ ok: false, outcome: 'throttled', created: 'nothing' });
    expect(refuse('unknown_result')).toEqual({ ok: false, outcome: 'unknown_result', created: 'unknown' });
  });

  test('keeps the facts of the case', () => {
    const facts = { what: 'No.', also: 'Really.', next: 'Ask.', awsRequestId: 'req-1', holder: 'E1' };
    expect(refuse('alias_in_use', facts)).toEqual({ ok: false, outcome: 'alias_in_use', created: 'nothing', ...facts });
  });

  test('takes more facts later', () => {
    const refusal = addFact(refuse('alias_in_use'), 'It is on `E1`.');
    expect(refusal.also).toBe('It is on `E1`.');
    expect(addFact(refusal, 'It is old.').also).toBe('It is on `E1`. It is old.');
  });
});
