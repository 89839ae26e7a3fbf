// Turns of the event loop: one a piece of work, with the sockets looked at in between.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { takeLoopTurn } from '../src/loop.js';
import { countTurns } from './support/time.js';

test('gives each a turn of its own, in their order', async () => {
  const seen: string[] = [];
  const loop = countTurns();
  await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      await takeLoopTurn();
      seen.push(`${name}${loop.turn}`);
    }),
  );
  loop.stop();
  expect(seen.map((entry) => entry[0])).toEqual(['a', 'b', 'c']);
  expect(new Set(seen.map((entry) => entry.slice(1))).size).toBe(3);
});

test('gives a turn to who comes when the line is empty again', async () => {
  await takeLoopTurn();
  await takeLoopTurn();
});

test('lets a socket be answered between two pieces of work', async () => {
  const server = createServer((socket) => socket.on('data', () => socket.write('taken')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const client = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  await once(client, 'connect');
  const order: string[] = [];
  const answered = once(client, 'data').then(() => order.push('answered'));
  client.write('what Slack sends');
  const work = Array.from({ length: 50 }, async (_, index) => {
    await takeLoopTurn();
    order.push(`work ${index}`);
    // As long as reading an answer takes; the system carries the bytes meanwhile.
    const end = performance.now() + 2;
    while (performance.now() < end);
  });
  await Promise.all([answered, ...work]);
  client.destroy();
  server.close();
  await once(server, 'close');
  expect(order.indexOf('answered')).toBeLessThan(order.indexOf('work 49'));
});
