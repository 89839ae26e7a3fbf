// The page in a real browser: slower than the rest, and it needs Chromium, so it runs by a command of its own.
module.exports = {
  ...require('./jest.config.js'),
  roots: ['<rootDir>/test/e2e'],
  testMatch: ['**/*.e2e.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/e2e/setup.ts',
  setupFilesAfterEnv: [],
  testTimeout: 60_000,
  maxWorkers: 2,
};
