// The order of the test files: those that wait for the built program first, so that the others compute meanwhile, and
// last of all the load test, which measures and wants the machine for itself.
const Sequencer = require('@jest/test-sequencer').default;

const folder = /[\\/]test[\\/]program[\\/]/;
const load = /load\.test\.ts$/;
const rank = ({ path }) => (folder.test(path) ? (load.test(path) ? 2 : 0) : 1);

module.exports = class extends Sequencer {
  /** Among themselves the longest first, as Jest does it. */
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => rank(one) - rank(other));
  }
};
