// A set that forgets: by time, and never more than it may hold.
import { createExpiringSet } from '../../src/concurrency/expiring-set.js';

let time = 1_000;
const make = () => createExpiringSet({ ttlMs: 100, maxEntries: 3, now: () => time });

it('knows a key until its time is over, and keeps that time when the key comes again', () => {
  const set = make();
  expect(set.add('a')).toBe('added');
  time += 99;
  expect(set.add('a')).toBe('known');
  time += 1;
  expect(set.add('a')).toBe('added');
});

it('takes no more than it may hold, until the oldest expire', () => {
  const set = make();
  expect(['a', 'b'].map(set.add)).toEqual(['added', 'added']);
  time += 50;
  expect(['c', 'd', 'd', 'a'].map(set.add)).toEqual(['added', 'full', 'full', 'known']);
  expect(set.size).toBe(3);
  time += 50;
  expect(set.add('d')).toBe('added');
  expect(set.size).toBe(2);
});

it('takes a key again after it was deleted', () => {
  const set = make();
  set.add('a');
  set.delete('a');
  expect(set.add('a')).toBe('added');
});
