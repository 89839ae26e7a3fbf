// The real configurations live outside this repository: CORPUS_DIR names the folder.
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['**/*.corpus.test.ts'],
  testPathIgnorePatterns: [],
};
