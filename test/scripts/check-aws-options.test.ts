// What `npm run check:aws` takes from its command line and from the environment.
import { readOptions } from '../../scripts/check-aws/options.js';

const account = '123456789012';

test.each([
  ['a domain', ['--account', account, '--domain', 'Check.Example.com'], { account, domain: 'check.example.com' }],
  ['only the cleaning', ['--account', account, '--clean'], { account, domain: undefined }],
])('%s', (_name, args, options) => {
  expect(readOptions(args, {})).toEqual({ ok: true, options: { ...options, proxy: undefined } });
});

test('a proxy', () => {
  const read = readOptions(['--account', account, '--clean'], { HTTPS_PROXY: 'http://proxy.example.com:3128' });
  expect(read).toMatchObject({ options: { proxy: { httpsProxy: 'http://proxy.example.com:3128', noProxy: '' } } });
});

test.each([
  ['no account', ['--domain', 'example.com'], '12 digits'],
  ['an account by its name', ['--account', 'sandbox', '--domain', 'example.com'], '12 digits'],
  ['no domain', ['--account', account], 'domain'],
  ['a domain that is none', ['--account', account, '--domain', 'https://example.com'], 'domain'],
  ['a wildcard', ['--account', account, '--domain', '*.example.com'], 'domain'],
  ['an argument that is not known', ['--account', account, '--force'], 'arguments'],
])('%s is refused with the usage', (_name, args, what) => {
  const read = readOptions(args, {});
  const problem = read.ok ? '' : read.problem;
  expect(problem).toContain(what);
  expect(problem).toContain('Usage: ');
});
