// Loaded into a child process before its own code (`node --require`): its time passes faster than the machine's. Clocks
// and waits run by the same factor: a wait of four seconds is four seconds on its clock, whoever waits. TEST_TIME says the
// factor and the moment from which on it counts.
// Limits keep the machine's time, so that a busy machine does not reach them sooner: how long AWS may take to answer, for
// example. A timer that does nothing but resolve a promise is a wait; one that runs code of somebody's is a limit.
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

/** A promise's own resolve function is native and has no name; a bound function is native and has one. */
const isWait = (run) => run.name === '' && Function.prototype.toString.call(run).includes('[native code]');

const realTimeout = timers.setTimeout;
const fastTimeout = (run, milliseconds, ...values) =>
  realTimeout(run, isWait(run) ? milliseconds / speed : milliseconds, ...values);
Object.defineProperty(fastTimeout, promisify.custom, { value: timersPromises.setTimeout });

const realInterval = timers.setInterval;
const fastInterval = (run, milliseconds, ...values) => realInterval(run, milliseconds / speed, ...values);

for (const [name, fast] of Object.entries({ setTimeout: fastTimeout, setInterval: fastInterval })) {
  timers[name] = fast;
  globalThis[name] = fast;
}
