// What the bot makes of the number of connections that Slack counts.
import SocketModeReceiver from '@slack/bolt/dist/receivers/SocketModeReceiver.js';
import { createLog } from '../../../src/observability/log.js';
import { guardMessages } from '../../../src/slack/transport/envelopes.js';
import { createSocketReport } from '../../../src/slack/transport/socket-count.js';

function start(expectedReplicas: number) {
  const exported: number[] = [];
  const warned: unknown[] = [];
  const log = createLog('info', { write: (line) => void warned.push(JSON.parse(line)) });
  const report = createSocketReport(expectedReplicas, { log, exportCount: (sockets) => exported.push(sockets) });
  return { exported, warned, report };
}

test.each([
  [1, 2, false],
  [1, 3, true],
  [2, 4, false],
  [2, 5, true],
  [5, 10, false],
])('with %i replicas at the most, %i connections are worth a warning: %s', (expectedReplicas, sockets, isWarned) => {
  const { exported, warned, report } = start(expectedReplicas);
  report(sockets);
  expect(exported).toEqual([sockets]);
  const warning = { level: 'warn', sockets, expected: 2 * expectedReplicas };
  expect(warned).toEqual(isWarned ? [expect.objectContaining(warning)] : []);
});

test.each([
  ['a hello', { type: 'hello', num_connections: 3, connection_info: { app_id: 'A1' } }, [3]],
  ['a hello without the number', { type: 'hello' }, []],
  ['a hello with something else', { type: 'hello', num_connections: 'many' }, []],
  ['a farewell', { type: 'disconnect', num_connections: 3 }, []],
])('%s is read, and reaches the client', (_what, message, expected) => {
  const receiver = new SocketModeReceiver({ appToken: 'xapp-1' });
  const { client } = receiver;
  client.removeAllListeners('ws_message');
  const received: unknown[] = [];
  client.on('ws_message', (data: unknown) => received.push(data));
  const reported: number[] = [];
  guardMessages(receiver, createLog('silent'), (sockets) => reported.push(sockets));
  const text = JSON.stringify(message);
  client.emit('ws_message', text, false);
  expect([reported, received]).toEqual([expected, [text]]);
});
