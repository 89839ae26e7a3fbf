// Loaded into the bot before its own code (`node --require`): its clock and its public DNS are the sandbox's. Nothing
// else of the bot is touched. What is so at the start comes with the environment, every change by a message.
const { Resolver } = require('node:dns/promises');

const RealDate = Date;
let { offset, records } = JSON.parse(process.env.SANDBOX_CLOCK_AND_DNS ?? '{"offset":0,"records":{}}');

process.on('message', (clockAndDns) => {
  ({ offset, records } = clockAndDns);
});
// The bot ends when its work is done, and does not outlive the sandbox.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

// `new Date()` is the time of day, which the bot goes by. `Date.now()` stays the machine's: the socket client measures
// its pings with it, and would take a moved clock for a dead connection.
const timeOfDay = () => RealDate.now() + offset;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(timeOfDay()).toString(),
  construct: (target, values, made) =>
    Reflect.construct(target, values.length === 0 ? [timeOfDay()] : values, made === globalThis.Date ? target : made),
});

Resolver.prototype.resolveCname = async (name) => {
  if (records[name] !== undefined) return [records[name]];
  throw Object.assign(new Error(`queryCname ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
};
Resolver.prototype.resolve4 = async (name) => {
  throw Object.assign(new Error(`queryA ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
};
