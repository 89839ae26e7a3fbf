// The number of the account, from whatever ARN is seen.
import { createAccountMemory } from '../../src/aws/account-memory.js';

test('nothing is guessed before an ARN was seen', () => {
  expect(createAccountMemory().guessArn('E1')).toBeUndefined();
});

test.each([
  ['arn:aws:cloudfront::111122223333:distribution/E9', 'arn:aws:cloudfront::111122223333:distribution/E1'],
  ['arn:aws-cn:cloudfront::111122223333:distribution/E9', 'arn:aws-cn:cloudfront::111122223333:distribution/E1'],
  ['arn:aws:lambda:us-east-1:111122223333:function:cf-clone', 'arn:aws:cloudfront::111122223333:distribution/E1'],
])('%s tells that a distribution would be %s', (seen, expected) => {
  const memory = createAccountMemory();
  memory.remember(seen);
  expect(memory.guessArn('E1')).toBe(expected);
});

test.each([undefined, '', 'arn:aws:cloudfront::aws:cache-policy/1', 'no ARN'])('%p changes nothing', (seen) => {
  const memory = createAccountMemory();
  memory.remember('arn:aws:cloudfront::111122223333:distribution/E9');
  memory.remember(seen);
  expect(memory.guessArn('E1')).toBe('arn:aws:cloudfront::111122223333:distribution/E1');
});
