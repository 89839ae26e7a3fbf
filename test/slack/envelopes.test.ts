// One answer for each envelope of Socket Mode, however often it is delivered.
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { makeLog } from '../../src/log.js';
import { extractEnvelopeId, ignoreRepeatedEnvelopes } from '../../src/slack/envelopes.js';

let time = 0;
const make = () => ignoreRepeatedEnvelopes(makeLog('silent'), () => time);

/** Delivers an envelope; what became of it. */
async function deliver(
  middleware: Middleware<AnyMiddlewareArgs>,
  envelopeId: string | undefined,
  { type = 'block_actions', fails = false } = {},
): Promise<string[]> {
  const done: string[] = [];
  const args = {
    context: { envelopeId },
    body: { type },
    ack: async () => void done.push('acknowledged'),
    next: async () => {
      if (fails) throw new Error('the acknowledgement could not be sent');
      done.push('handled');
    },
  };
  // The middleware looks at nothing else of what Bolt passes on.
  await middleware(args as unknown as Parameters<typeof middleware>[0]).catch(() => done.push('failed'));
  return done;
}

it('handles an envelope once, and acknowledges each delivery', async () => {
  const middleware = make();
  expect(await deliver(middleware, 'a')).toEqual(['handled']);
  expect(await deliver(middleware, 'a')).toEqual(['acknowledged']);
  expect(await deliver(middleware, 'b')).toEqual(['handled']);
});

it('handles it once when all deliveries arrive together', async () => {
  const middleware = make();
  const results = await Promise.all(['a', 'a', 'a'].map((id) => deliver(middleware, id)));
  expect(results.flat().sort()).toEqual(['acknowledged', 'acknowledged', 'handled']);
});

it('handles it again when the first delivery failed', async () => {
  const middleware = make();
  expect(await deliver(middleware, 'a', { fails: true })).toEqual(['failed']);
  expect(await deliver(middleware, 'a')).toEqual(['handled']);
});

it('answers suggestions each time, because their answer is in the acknowledgement', async () => {
  const middleware = make();
  for (let count = 0; count < 2; count++) {
    expect(await deliver(middleware, 'a', { type: 'block_suggestion' })).toEqual(['handled']);
  }
});

it('lets requests of HTTP mode through, which have no envelope', async () => {
  const middleware = make();
  for (let count = 0; count < 2; count++) expect(await deliver(middleware, undefined)).toEqual(['handled']);
});

it('remembers an envelope for ten minutes', async () => {
  const middleware = make();
  await deliver(middleware, 'a');
  time += 599_999;
  expect(await deliver(middleware, 'a')).toEqual(['acknowledged']);
  time += 1;
  expect(await deliver(middleware, 'a')).toEqual(['handled']);
});

it.each([
  [{ envelope_id: 'a' }, { envelopeId: 'a' }],
  [{ envelope_id: 5 }, {}],
  [{}, {}],
])('reads the ID of %j', (args, expected) => {
  expect(extractEnvelopeId(args)).toEqual(expected);
});
