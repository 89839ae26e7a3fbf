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

const absent = (query, name) => Object.assign(new Error(`${query} ENOTFOUND ${name}`), { code: 'ENOTFOUND' });

Resolver.prototype.resolveCname = async (name) => {
  if (records[name] !== undefined) return [records[name]];
  throw absent('queryCname', name);
};
Resolver.prototype.resolve4 = async (name) => {
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
  const error = new Error(`nothing answers at ${options.host}:${options.port}`);
  process.nextTick(() => this.destroy(Object.assign(error, { code: 'ECONNREFUSED' })));
  return this;
};
