/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Tests wait for conditions, not for times; a busy machine only makes them slower.
  testTimeout: 20_000,
  // More than the processors of a small machine: most of the time goes into waiting for the built program.
  maxWorkers: 3,
  testSequencer: '<rootDir>/test/support/test-sequencer.cjs',
  testPathIgnorePatterns: ['\\.corpus\\.test\\.ts$'],
  setupFilesAfterEnv: ['<rootDir>/test/setup.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
};
