// All tests but those through the built program (test/program), in a browser, and of real configurations: quick enough to
// be run on a second release of Node as well (.ci/run).
const all = require('./jest.config.js');

module.exports = { ...all, testPathIgnorePatterns: [...all.testPathIgnorePatterns, '<rootDir>/test/program/'] };
