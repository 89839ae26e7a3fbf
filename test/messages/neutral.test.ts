// The core and the AWS adapters speak to nobody in particular: no sentence in them names a button, a command, a card, or a
// header of the REST API. What depends on the caller is decided in src/slack and src/http.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const files = ['src/clone', 'src/aws', 'src/messages'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Every text with a space in it: names, codes, and patterns have none. */
function listSentences(file: string): string[] {
  const code = readFileSync(join(root, file), 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line))
    .join('\n');
  const texts = code.match(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g) ?? [];
  return texts.filter((text) => text.includes(' '));
}

test.each(files)('%s speaks to every caller', (file) => {
  const caller = /\bpress|button|\bcard\b|\bcommand\b|\/cf-clone|\/invite|Idempotency-Key|If-Match|dry_run/i;
  // Sentences that tell somebody to type or to approve, and those that point to a thread, are for people in Slack.
  const person = /\bType (?:the|a|an|it|its)\b|\bApprove\b|\bthread\b/;
  const found = listSentences(file).filter((sentence) => caller.test(sentence) || person.test(sentence));
  expect(found).toEqual([]);
});

/** A command to copy is no sentence. The use of a permission is the next text that may move to src/messages. */
const exceptions = ['src/clone/grants.ts', 'src/clone/permissions.ts'];

test.each(files.filter((file) => file.startsWith('src/clone/') && !exceptions.includes(file)))(
  '%s holds kinds and facts, and leaves the sentences to src/messages',
  (file) => {
    const countWords = (text: string) => text.replace(/\$\{[^}]*\}/g, 'x').split(' ').length;
    expect(listSentences(file).filter((text) => countWords(text) > 3)).toEqual([]);
  },
);

test('sentences are found at all', () => {
  expect(listSentences('src/messages/refusals/aws.ts')).toContain("'Take one of them off the reference.'");
});
