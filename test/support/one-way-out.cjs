// Loaded before a program: every connection that it opens to another port than ONLY_PORT fails, as behind the firewall of
// a company. What works with it works through the proxy alone.
const { Socket } = require('node:net');

const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (String(options.port) === process.env.ONLY_PORT) return connect.apply(this, args);
  const error = new Error(`a connection past the proxy, to ${options.host}:${options.port}`);
  process.nextTick(() => this.destroy(Object.assign(error, { code: 'ENETUNREACH' })));
  return this;
};
