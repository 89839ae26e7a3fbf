// Loaded into a child process before its own code (`node --require`): its time passes faster than the machine's. Clocks
// and timers run by the same factor, so the process sees nothing but a slower machine: a wait of four seconds is four
// seconds on its clock, whoever waits. TEST_TIME says the factor and the moment from which on it counts.
const { performance } = require('node:perf_hooks');
const timers = require('node:timers');
const timersPromises = require('node:timers/promises');
const { promisify } = require('node:util');

const { speed, startMs } = JSON.parse(process.env.TEST_TIME ?? '{"speed":1,"startMs":0}');

const RealDate = Date;
const realNow = RealDate.now;
const now = () => startMs + (realNow() - startMs) * speed;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, values, made) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, made === globalThis.Date ? target : made),
});
RealDate.now = now;

const realElapsed = performance.now.bind(performance);
performance.now = () => realElapsed() * speed;

const realSleep = timersPromises.setTimeout;
timersPromises.setTimeout = (milliseconds, ...rest) => realSleep(milliseconds / speed, ...rest);

for (const name of ['setTimeout', 'setInterval']) {
  const real = timers[name];
  const fast = (run, milliseconds, ...values) => real(run, milliseconds / speed, ...values);
  if (name === 'setTimeout') Object.defineProperty(fast, promisify.custom, { value: timersPromises.setTimeout });
  timers[name] = fast;
  globalThis[name] = fast;
}
