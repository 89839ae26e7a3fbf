// Loaded into a child process before its own code: the DNS records of the fake public network, at the start and with each
// message of the test.
const { setRecords } = require('../../sandbox/run/public-network.cjs');

setRecords(JSON.parse(process.env.TEST_DNS_RECORDS ?? '{}'));
process.on('message', ({ records }) => setRecords(records));
// The process ends when its work is done.
process.channel?.unref();
