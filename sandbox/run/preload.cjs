// Loaded into the bot before its own code (`node --require`): its clock and its public DNS are the sandbox's. Nothing
// else of the bot is touched. What is so at the start comes with the environment, every change by a message.
const { setRecords } = require('./public-network.cjs');

const RealDate = Date;
const { offset: firstOffset, records } = JSON.parse(process.env.SANDBOX_CLOCK_AND_DNS ?? '{"offset":0,"records":{}}');
let offset = firstOffset;
setRecords(records);

process.on('message', (clockAndDns) => {
  ({ offset } = clockAndDns);
  setRecords(clockAndDns.records);
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
