import { createRateLimiter } from '../../src/concurrency/rate-limiter.js';

function open() {
  let time = 0;
  const limiter = createRateLimiter({ burst: 3, intervalMs: 1_000 }, () => time);
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  /** How many of so many may go. */
  const tryAll = (count: number) => {
    let gone = 0;
    for (let tried = 0; tried < count; tried++) {
      if (!limiter.isFree()) continue;
      limiter.take();
      gone++;
    }
    return gone;
  };
  return { limiter, pass, tryAll };
}

test('a burst goes at once, then one per interval', () => {
  const { pass, tryAll } = open();
  expect(tryAll(10)).toBe(3);
  pass(999);
  expect(tryAll(10)).toBe(0);
  pass(1);
  expect(tryAll(10)).toBe(1);
  pass(2_000);
  expect(tryAll(10)).toBe(2);
});

test('a long silence gives one burst, not more', () => {
  const { pass, tryAll } = open();
  tryAll(3);
  pass(1_000_000);
  expect(tryAll(10)).toBe(3);
});

test('what goes without being free does not wait longer than an interval', () => {
  const { limiter, pass, tryAll } = open();
  for (let count = 0; count < 50; count++) limiter.take();
  pass(1_000);
  expect(tryAll(10)).toBe(1);
});
