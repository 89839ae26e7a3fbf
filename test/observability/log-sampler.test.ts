// One log line of a kind each minute, however often it is asked for.
import { createLogSampler } from '../../src/observability/log-sampler.js';

it('lets one line of each kind through per interval, and says how many it left out', () => {
  let time = 0;
  const sample = createLogSampler(() => time, 60_000);
  expect(sample('a')).toEqual({});
  expect([sample('a'), sample('b'), sample('a')]).toEqual([undefined, {}, undefined]);
  time = 60_000;
  expect(sample('a')).toEqual({ leftOut: 2 });
  expect(sample('b')).toEqual({});
});
