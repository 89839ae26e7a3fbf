// One answer for each envelope of Socket Mode, however often it is delivered.
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import SocketModeReceiver from '@slack/bolt/dist/receivers/SocketModeReceiver.js';
import { failRequest } from '../../../src/http/request-scope.js';
import { createLog } from '../../../src/observability/log.js';
import { extractEnvelopeId, guardMessages, ignoreRepeatedEnvelopes } from '../../../src/slack/transport/envelopes.js';

let time = 0;
const make = () => ignoreRepeatedEnvelopes(createLog('silent'), () => time);

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

describe('an error that the client drops', () => {
  const lines: string[] = [];

  /** Brings a message to the client, whose own listener fails later, as a dropped promise would; who has to answer. */
  async function receive(message: object): Promise<boolean> {
    const receiver = new SocketModeReceiver({ appToken: 'xapp-1' });
    const { client } = receiver;
    client.removeAllListeners('ws_message');
    const failed = new Promise<boolean>((resolve) => {
      client.on('ws_message', () => setImmediate(() => resolve(failRequest(new Error('dropped')))));
    });
    guardMessages(receiver, createLog('info', { write: (line) => void lines.push(line) }));
    client.emit('ws_message', JSON.stringify(message), false);
    return failed;
  }

  beforeEach(() => {
    lines.length = 0;
  });

  it('while it handles an envelope is the envelope’s, and logged', async () => {
    expect(await receive({ type: 'interactive', envelope_id: 'a', payload: {} })).toBe(true);
    expect(lines.join()).toContain('dropped');
  });

  it.each(['hello', 'disconnect'])(
    'while it handles %s is the process’s: nobody else would connect again',
    async (type) => {
      expect(await receive({ type })).toBe(false);
      expect(lines).toEqual([]);
    },
  );
});
