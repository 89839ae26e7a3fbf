// Loaded into the bot before its own code: its public DNS and its internet are the sandbox's. Nothing leaves this machine.
const { Resolver } = require('node:dns/promises');
const { Socket } = require('node:net');

/** CNAME records that somebody created, by name. */
let records = {};
exports.setRecords = (changed) => {
  records = changed;
};

/** The domains of the people in the sandbox, and what CloudFront names: without a record of their own they lead nowhere. */
const withoutAddress = /(?:^|\.)(?:example\.com|cloudfront\.net|invalid)$/;
/** One of AWS's public addresses. Nothing answers there, because connections stay on this machine. */
const publicAddress = '52.94.0.1';
/** One of CloudFront's public addresses (52.84.0.0/15). The fake edge answers there, if there is one. */
const edgeAddress = '52.84.0.1';
const edgePort = Number(process.env.SANDBOX_EDGE_PORT ?? 0);

/** Where zones begin: the second one is delegated, as a team's own zone is. */
const zoneTops = new Set(['example.com', 'apps.example.com']);

const absent = (query, name) => Object.assign(new Error(`${query} ENOTFOUND ${name}`), { code: 'ENOTFOUND' });

Resolver.prototype.resolveCname = async (name) => {
  if (records[name] !== undefined) return [records[name]];
  throw absent('queryCname', name);
};
/** Below the top of a zone DNS answers without a record; that a CNAME leads to another zone is not of interest here. */
Resolver.prototype.resolveSoa = async (name) => {
  if (!zoneTops.has(name) || records[name] !== undefined) throw absent('querySoa', name);
  return {
    nsname: 'ns.invalid',
    hostmaster: 'hostmaster.invalid',
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minttl: 1,
  };
};
/** Where a name leads in the end. Resolvers give up after some records, and so a circle ends too. */
const follow = (name, left = 8) => (records[name] === undefined || left === 0 ? name : follow(records[name], left - 1));

Resolver.prototype.resolve4 = async (asked) => {
  const name = follow(asked);
  if (edgePort !== 0 && name.endsWith('.cloudfront.net')) return [edgeAddress];
  if (withoutAddress.test(name)) throw absent('queryA', name);
  return [publicAddress];
};
Resolver.prototype.resolve6 = async (name) => {
  throw absent('queryAaaa', name);
};

const connect = Socket.prototype.connect;
const loopback = new Set(['127.0.0.1', '::1', 'localhost', undefined]);

Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof options !== 'object' || options.path !== undefined || loopback.has(options.host))
    return connect.apply(this, args);
  if (edgePort !== 0 && options.host === edgeAddress && options.port === 443) {
    return connect.call(
      this,
      { ...options, host: '127.0.0.1', port: edgePort },
      Array.isArray(args[0]) ? args[0][1] : args[1],
    );
  }
  const error = new Error(`nothing answers at ${options.host}:${options.port}`);
  process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
  return this;
};
