// Words in the wrong order are recognized, and the person is asked.
import { arrangeWords } from '../../../../src/slack/listeners/commands/arrange-words.js';
import { parseCommand } from '../../../../src/slack/listeners/commands/parse-command.js';

const domain = 'www.example.com';
const origin = 'new-origin.example.net';
const reference = 'E2ABCDEFGHIJKL';
const arn = 'arn:aws:cloudfront::111122223333:distribution/E2ABCDEFGHIJKL';
const bucket = 'assets.s3.us-east-1.amazonaws.com';

test.each([
  ['nothing', [], {}, false],
  ['a domain alone', [domain], { domain }, false],
  ['a reference alone', [reference], { reference }, false],
  ['a domain and an origin', [domain, origin], { domain, origin }, false],
  ['a domain and a reference', [domain, reference], { domain, reference }, false],
  [
    'a domain and a name of CloudFront',
    [domain, 'd1.cloudfront.net'],
    { domain, reference: 'd1.cloudfront.net' },
    false,
  ],
  ['the right order', [domain, origin, reference], { domain, origin, reference }, false],
  [
    'the right order with an alias',
    [domain, origin, 'ref.example.com'],
    { domain, origin, reference: 'ref.example.com' },
    false,
  ],
  [
    'CloudFront as the origin',
    [domain, 'd1.cloudfront.net', 'ref.example.com'],
    { domain, origin: 'd1.cloudfront.net', reference: 'ref.example.com' },
    false,
  ],
  ['the reference first', [reference, domain, origin], { domain, origin, reference }, true],
  ['an ARN in the middle', [domain, arn, origin], { domain, origin, reference: arn }, true],
  ['the reference first of two', [reference, domain], { domain, reference }, true],
  ['a bucket as the domain', [bucket, domain, reference], { domain, origin: bucket, reference }, true],
  [
    'a wildcard as the origin',
    [origin, '*.example.com', reference],
    { domain: '*.example.com', origin, reference },
    true,
  ],
  ['everything backwards', [reference, bucket, domain], { domain, origin: bucket, reference }, true],
  ['two buckets', [bucket, bucket, reference], { domain: bucket, origin: bucket, reference }, false],
])('%s', (_name, words, fields, isReordered) => {
  expect(arrangeWords(words)).toEqual({
    fields: { domain: undefined, origin: undefined, reference: undefined, ...fields },
    isReordered,
  });
});

test('nothing follows from a guess: the command asks', () => {
  const command = parseCommand(`${reference} ${domain} ${origin}`);
  expect(command).toMatchObject({ kind: 'invalid', subcommand: 'clone', fields: { domain, origin, reference } });
  expect(command.kind === 'invalid' && command.refusal.what).toContain('another order');
});
