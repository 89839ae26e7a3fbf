import { normalizeText, parseCloneWords } from '../../../../src/slack/listeners/commands/parse-clone.js';
import { good, told } from '../../../clone/references.js';

const parseClone = (text: string) => parseCloneWords(normalizeText(text).split(' ').filter(Boolean));

const rest = 'new-origin.example.net E2ABCDEFGHIJKL';
const wanted = {
  domain: 'www.example.com',
  origin: 'new-origin.example.net',
  reference: { by: 'id', id: 'E2ABCDEFGHIJKL' },
};

describe('what Slack and keyboards do to typed text', () => {
  test.each([
    ['plain words', `www.example.com ${rest}`],
    ['an automatic link', `<http://www.example.com|www.example.com> ${rest}`],
    ['an automatic https link', `<https://www.example.com/|www.example.com> ${rest}`],
    ['three automatic links and spaces', `  <http://www.example.com|www.example.com>   ${rest}  `],
    ['a link with a label in capitals', `<http://www.example.com|WWW.Example.com> ${rest}`],
    ['straight quotes', `"www.example.com" ${rest}`],
    ['curly double quotes', `\u201cwww.example.com\u201d ${rest}`],
    ['curly single quotes', `\u2018www.example.com\u2019 ${rest}`],
    ['guillemets', `\u00abwww.example.com\u00bb ${rest}`],
    ['one word in bold', `*www.example.com* ${rest}`],
    ['one word in italics', `_www.example.com_ ${rest}`],
    ['one word struck out', `~www.example.com~ ${rest}`],
    ['bold italics', `*_www.example.com_* ${rest}`],
    ['one word in backticks', `\`www.example.com\` ${rest}`],
    ['everything in bold', `*www.example.com ${rest}*`],
    ['everything in backticks', `\`www.example.com ${rest}\``],
    ['a bold link', `*<http://www.example.com|www.example.com>* ${rest}`],
    ['no-break spaces', `www.example.com\u00a0${rest.replace(' ', '\u202f')}`],
    ['an ideographic space', `www.example.com\u3000${rest}`],
    ['zero-width spaces', `\u200bwww.exam\u200bple.com\ufeff ${rest}`],
    ['a direction mark', `\u200ewww.example.com ${rest}`],
    ['tabs and line ends', `www.example.com\t${rest.replace(' ', '\n')}`],
    ['a trailing dot', `www.example.com. ${rest}`],
    ['a dot behind an automatic link', `<http://www.example.com|www.example.com>. ${rest}`],
    ['a trailing slash', `www.example.com/ ${rest}`],
    ['the address of the site', `https://www.example.com/ ${rest}`],
    ['the address of the site as a link', `<https://www.example.com/> ${rest}`],
    ['capitals', `WWW.EXAMPLE.COM NEW-ORIGIN.example.net e2abcdefghijkl`],
  ])('%s still make the same request', (_what, text) => {
    expect(good(parseClone(text))).toEqual(wanted);
  });

  test.each([
    ['a wildcard keeps its star', '*.example.com', '*.example.com'],
    ['a wildcard in bold keeps its star', '**.example.com*', '*.example.com'],
    ['a wildcard in backticks keeps its star', '`*.example.com`', '*.example.com'],
    ['an underscore at the start of a host stays', '_dmarc.example.com', '_dmarc.example.com'],
    ['a link without a label becomes its address', '<https://example.com/x>', 'https://example.com/x'],
    ['a mention loses its label', '<@U012ABCDEF|ana>', '<@U012ABCDEF>'],
    ['a wildcard whose domain became a link', '*.<http://example.com|example.com>', '*.example.com'],
    ['a person in a filter', 'by:<@U012ABCDEF|Ana Maria>', 'by:<@U012ABCDEF>'],
    ['a channel without a name', '<#C012ABCDEF|>', '<#C012ABCDEF>'],
    ['escaped characters', 'a &amp; b &lt;c&gt; &amp;lt;', 'a & b <c> &lt;'],
    [
      'an escaped link is no link',
      '&lt;http://a.example.com|b.example.com&gt;',
      '<http://a.example.com|b.example.com>',
    ],
    ['an address with escaped characters', '<https://example.com/?a=1&amp;b=2>', 'https://example.com/?a=1&b=2'],
    ['a channel loses its label', '<#C012ABCDEF|general>', '<#C012ABCDEF>'],
  ])('%s', (_what, text, expected) => {
    expect(normalizeText(text)).toBe(expected);
  });

  test('a wildcard domain beside a word in bold keeps its star', () => {
    const request = good(parseClone('*.example.com new-origin.example.net *E2ABCDEFGHIJKL*'));
    expect(request).toEqual({ ...wanted, domain: '*.example.com' });
  });
});

describe('parseCloneWords refuses', () => {
  test.each([
    ['no word at all', '', /Missing: the domain, the origin, the reference distribution\./],
    ['one word', 'www.example.com', /Missing: the origin, the reference distribution\./],
    ['two words', 'www.example.com new-origin.example.net', /Missing: the reference distribution\./],
    ['a fourth word', `www.example.com ${rest} please`, /4 words where three belong; `please` is too much/],
    ['another scheme on the domain', `ftp://www.example.com ${rest}`, /^Domain: .*scheme.*`www\.example\.com`\.$/],
    ['an address with a path', `<https://www.example.com/shop> ${rest}`, /^Domain: .*path.*`www\.example\.com`\.$/],
    ['a path on the domain', `www.example.com/shop ${rest}`, /^Domain: .*path/],
    ['a port on the domain', `www.example.com:8443 ${rest}`, /^Domain: .*port.*`www\.example\.com`\.$/],
    ['a link whose label is another host', `<http://evil.example.net|www.example.com> ${rest}`, /^Domain: .*differ/],
    ['a link whose address has a path', `<http://www.example.com/a|www.example.com> ${rest}`, /^Domain: .*differ/],
    ['a link whose address has a port', `<http://www.example.com:81|www.example.com> ${rest}`, /^Domain: .*differ/],
    ['a person', `<@U012ABCDEF|ana> ${rest}`, /^Domain: .*mention/],
    ['a person as typed', `@ana ${rest}`, /^Domain: .*mention/],
    ['a group of people', `<!subteam^S012ABCDEF|@ops> ${rest}`, /^Domain: .*mention/],
    ['a channel', `<#C012ABCDEF|general> ${rest}`, /^Domain: .*mention/],
    ['an e-mail address', `ana@example.com ${rest}`, /^Domain: .*is an e-mail address/],
    ['a linked e-mail address', `<mailto:ana@example.com|ana@example.com> ${rest}`, /^Domain: .*is an e-mail address/],
    ['a single word as origin', 'www.example.com localhost E2ABCDEFGHIJKL', /^Origin: .*single word/],
    ['an address as origin', 'www.example.com 192.0.2.1 E2ABCDEFGHIJKL', /^Origin: .*IP address/],
    ['a wildcard as origin', 'www.example.com *.example.net E2ABCDEFGHIJKL', /^Origin: .*wildcard/],
    [
      'a word that is no distribution',
      'www.example.com new.example.net prod',
      /^Reference: `prod` is not a distribution/,
    ],
    ['a domain that is its own origin', 'www.example.com WWW.example.com. E2ABCDEFGHIJKL', /fetch from itself/],
  ])('%s', (_what, text, sentence) => {
    const refusal = told(parseClone(text));
    expect(refusal.outcome).toBe('invalid_request');
    expect(refusal.what).toMatch(sentence);
  });

  test('every problem at once, and what to type', () => {
    const refusal = told(parseClone('ftp://a.example.com ::1 ?'));
    expect(refusal.what).toMatch(/^Domain: .+ Origin: .+ Reference: .+/);
    expect(refusal.next).toContain('/cf-clone domain origin ref_dist');
  });
});

describe('a reference can be named', () => {
  test('by a console address that Slack has made a link of', () => {
    const address = 'https://us-east-1.console.aws.amazon.com/cloudfront/v4/home#/distributions/E2ABCDEFGHIJKL';
    expect(good(parseClone(`www.example.com new-origin.example.net <${address}>`))).toEqual(wanted);
  });

  test('by a domain name that Slack has made a link of', () => {
    const link = '<http://d111111abcdef8.cloudfront.net|d111111abcdef8.cloudfront.net>';
    expect(good(parseClone(`www.example.com new-origin.example.net ${link}`)).reference).toEqual({
      by: 'domainName',
      domainName: 'd111111abcdef8.cloudfront.net',
    });
  });
});
