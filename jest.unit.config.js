// All tests but those through the built program (test/program), in a browser, and of real configurations: quick enough to
// be run on a second release of Node as well (.ci/run). They need no build.
const all = require('./jest.config.js');

module.exports = {
  ...all,
  testPathIgnorePatterns: [...all.testPathIgnorePatterns, '<rootDir>/test/program/'],
  // These tests compute; those of the program wait.
  maxWorkers: '100%',
};
