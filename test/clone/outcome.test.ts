import { addDetail, cloneNowOutcomes, cloneOutcomes, refuse } from '../../src/clone/outcome.js';
import { tell } from '../support/refusals.js';

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
    const details = [{ kind: 'same_host', facts: { host: 'www.example.com' } }] as const;
    const facts = { details, awsRequestId: 'req-1', holder: 'E1' };
    expect(refuse('alias_in_use', facts)).toEqual({ ok: false, outcome: 'alias_in_use', created: 'nothing', ...facts });
  });

  test('takes more facts later', () => {
    const refusal = addDetail(refuse('alias_in_use'), { kind: 'holder_here', facts: { id: 'E1' } });
    expect(tell(refusal).what).toMatch(/It is on `E1` of this account\.$/);
    const more = addDetail(refusal, { kind: 'aws_message', facts: { message: 'It is old.' } });
    expect(tell(more).what).toMatch(/It is on `E1` of this account\. It is old\.$/);
  });
});
