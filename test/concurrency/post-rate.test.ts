// Posts in a channel wait for their turn.
import { createPostRate } from '../../src/concurrency/post-rate.js';

function start(rate = { every: 1_000, burst: 3 }) {
  let time = 0;
  const waits: number[] = [];
  const pace = createPostRate(
    rate,
    () => new Date(time),
    async (milliseconds) => {
      waits.push(milliseconds);
    },
  );
  return { pace, waits, pass: (milliseconds: number) => (time += milliseconds) };
}

it('lets a burst through and then one a second', async () => {
  const { pace, waits } = start();
  for (let post = 0; post < 6; post++) await pace('C1');
  expect(waits).toEqual([1_000, 2_000, 3_000]);
});

it('counts each channel by itself', async () => {
  const { pace, waits } = start();
  for (const channel of ['C1', 'C2', 'C3', 'C1', 'C2', 'C3']) await pace(channel);
  expect(waits).toEqual([]);
});

it('has room again after a silence', async () => {
  const { pace, waits, pass } = start();
  for (let post = 0; post < 3; post++) await pace('C1');
  pass(3_000);
  for (let post = 0; post < 3; post++) await pace('C1');
  expect(waits).toEqual([]);
});
