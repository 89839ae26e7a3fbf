import { domainToASCII } from 'node:url';
import { normalizeHostname, type ParsedHostname, parseHostname } from '../../src/clone/hostname.js';
import { describeHostnameProblem } from '../../src/messages/refusals/hostname.js';
import fc from '../support/property.js';

const label63 = 'a'.repeat(63);
const long = (length: number): string => {
  const head = `${label63}.${label63}.${label63}.`;
  return `${head}${'b'.repeat(length - head.length - 4)}.com`;
};

describe('normalizeHostname', () => {
  test.each([
    ['lower case', 'WWW.Example.COM', 'www.example.com'],
    ['one trailing dot off', 'www.example.com.', 'www.example.com'],
    ['space around it off', ' www.example.com ', 'www.example.com'],
    ['an international name in punycode', 'B\u00fccher.example', 'xn--bcher-kva.example'],
    ['an international wildcard in punycode', '*.B\u00fccher.example.', '*.xn--bcher-kva.example'],
    ['a wildcard as it is', '*.Example.com', '*.example.com'],
    ['punycode as it is', 'xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['nothing stays nothing', '', ''],
    ['what is no host name is only put in lower case', 'Not A Host', 'not a host'],
  ])('%s', (_what, name, expected) => {
    expect(normalizeHostname(name)).toBe(expected);
  });
});

/** What a person is told about a name that is refused. */
function explain(parsed: ParsedHostname): string {
  return parsed.ok ? '' : describeHostnameProblem(parsed.problem);
}

describe('parseHostname accepts', () => {
  test.each([
    ['a name', 'www.example.com', 'www.example.com'],
    ['two labels', 'example.com', 'example.com'],
    ['capitals', 'WWW.Example.Com', 'www.example.com'],
    ['a trailing dot', 'www.example.com.', 'www.example.com'],
    ['a trailing slash', 'www.example.com/', 'www.example.com'],
    ['the address of a site', 'https://www.example.com/', 'www.example.com'],
    ['an address without encryption, in capitals', 'HTTP://WWW.Example.com', 'www.example.com'],
    ['digits and inner hyphens', '1a-b--c.2x.example.com', '1a-b--c.2x.example.com'],
    ['an international name', 'b\u00fccher.example', 'xn--bcher-kva.example'],
    ['an ideographic full stop', 'www\u3002example\u3002com', 'www.example.com'],
    ['a label of 63 characters', `${label63}.example.com`, `${label63}.example.com`],
    ['a name of 253 characters', long(253), long(253)],
  ])('%s in both roles', (_what, typed, hostname) => {
    expect(parseHostname(typed, 'domain')).toEqual({ ok: true, hostname });
    expect(parseHostname(typed, 'origin')).toEqual({ ok: true, hostname });
  });

  test.each([
    ['a wildcard as the whole first label', '*.example.com', '*.example.com'],
    ['an international wildcard', '*.b\u00fccher.example', '*.xn--bcher-kva.example'],
  ])('%s as a domain only', (_what, typed, hostname) => {
    expect(parseHostname(typed, 'domain')).toEqual({ ok: true, hostname });
    expect(parseHostname(typed, 'origin').ok).toBe(false);
  });

  test('an underscore as an origin only', () => {
    expect(parseHostname('my_bucket.s3.amazonaws.com', 'origin').ok).toBe(true);
    expect(parseHostname('my_site.example.com', 'domain').ok).toBe(false);
  });
});

describe('parseHostname refuses in both roles', () => {
  test.each([
    ['another scheme', 'ftp://www.example.com/a', /scheme.*: `www\.example\.com`\.$/],
    ['a scheme behind a scheme', 'https://http://www.example.com', /scheme/],
    ['a scheme alone', 'https://', /empty label/],
    ['an address with a path', 'https://www.example.com/a', /path.*: `www\.example\.com`\.$/],
    ['an address with two slashes', 'https://www.example.com//', /path/],
    ['an address with a port', 'https://www.example.com:8443/', /port.*: `www\.example\.com`\.$/],
    ['an address with an IP address', 'https://192.0.2.1/', /IP address/],
    ['a path', 'www.example.com/a/b', /path.*: `www\.example\.com`\.$/],
    ['a query', 'www.example.com?a=b', /path/],
    ['a fragment', 'www.example.com#a', /path/],
    ['a backslash', 'www.example.com\\a', /path/],
    ['a port', 'www.example.com:443', /port.*: `www\.example\.com`\.$/],
    ['a colon with nothing behind it', 'www.example.com:', /not a host name/],
    ['an IPv4 address', '192.0.2.10', /IP address/],
    ['an IPv4 address in hexadecimal', '0xc0.0.2.10', /IP address/],
    ['an IPv4 address as one number', '3221225994', /IP address|single word/],
    ['an IPv4 address in full-width digits', '\uff11\uff19\uff12.0.2.10', /IP address/],
    ['an IPv6 address', '2001:db8::1', /IP address/],
    ['an IPv6 address in brackets', '[2001:db8::1]', /IP address/],
    ['an IPv6 address with a port', '[2001:db8::1]:443', /IP address/],
    ['a single label', 'localhost', /single word/],
    ['an empty label', 'www..example.com', /empty label/],
    ['a leading dot', '.example.com', /empty label/],
    ['two trailing dots', 'www.example.com..', /empty label/],
    ['nothing', '', /empty label/],
    ['a label of 64 characters', `${label63}a.example.com`, /64 characters, but DNS allows at most 63/],
    ['a name of 254 characters', long(254), /254 characters, but DNS allows at most 253/],
    ['a last label of digits', 'www.example.123', /not a host name|number/],
    ['a leading hyphen', '-www.example.com', /not a host name/],
    ['a trailing hyphen', 'www-.example.com', /not a host name/],
    ['an inner space', 'www example.com', /not a host name/],
    ['an inner tab', 'www.exa\tmple.com', /not a host name/],
    ['an inner line end', 'www.exa\nmple.com', /not a host name/],
    ['an escaped letter', 'ww%77.example.com', /not a host name/],
    ['a semicolon', 'www.example.com;x', /not a host name/],
    ['broken punycode', 'xn--a.example.com', /not a host name/],
    ['a person', '<@U012ABCDEF>', /mention/],
    ['a channel', '#general', /mention/],
    ['an e-mail address', 'ana@example.com', /is an e-mail address/],
    ['a link that was not unwrapped', '<http://a.example.com|www.example.com>', /link/],
  ])('%s', (_what, typed, problem) => {
    for (const role of ['domain', 'origin'] as const) {
      expect(explain(parseHostname(typed, role))).toMatch(problem);
    }
  });
});

describe('parseHostname refuses as a domain', () => {
  test.each([
    ['half a label', 'a*.example.com'],
    ['a label behind the first', 'www.*.example.com'],
    ['two wildcards', '*.*.example.com'],
    ['a star alone', '*'],
    ['no dot behind the star', '*example.com'],
  ])('a wildcard that is %s', (_what, typed) => {
    expect(explain(parseHostname(typed, 'domain'))).toMatch(/wildcard/);
  });

  test('a wildcard over a single label', () => {
    expect(parseHostname('*.com', 'domain').ok).toBe(false);
  });

  test('what was typed cannot leave its backticks', () => {
    expect(explain(parseHostname('a`b c', 'domain'))).toContain('`a’b c`');
  });
});

test('a name that is plain already is what the URL rules make of it', () => {
  const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), fc.boolean(), (labels, isWildcard) => {
      const name = labels.join('.');
      const shown = isWildcard ? `*.${name}` : name;
      expect(normalizeHostname(shown)).toBe(`${isWildcard ? '*.' : ''}${domainToASCII(name) || name}`);
    }),
    { numRuns: 2_000 },
  );
});
