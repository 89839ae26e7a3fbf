import { toConsoleAddress } from '../../../src/slack/card/console-link.js';

test('the console address carries the ID, escaped', () => {
  expect(toConsoleAddress('E9NEW')).toMatch(/^https:\/\/[a-z0-9.-]+\.aws\.amazon\.com\/.*\/distributions\/E9NEW$/);
  expect(toConsoleAddress('a/b')).toMatch(/a%2Fb$/);
});
