import { parseReference, parseRequest } from '../../src/clone/request.js';
import { told } from './references.js';

describe('parseRequest refuses', () => {
  test('every problem at once', () => {
    const refusal = told(parseRequest({ domain: 'ftp://a.example.com', origin: '::1', reference: '?' }));
    expect(refusal.what).toMatch(/^Domain: .+ Origin: .+ Reference: .+/);
  });
});

describe('a reference can be named', () => {
  test.each([
    ['by its ID', 'E2ABCDEFGHIJKL', 'E2ABCDEFGHIJKL'],
    ['by an ID in lower case', 'e2abcdefghijkl', 'E2ABCDEFGHIJKL'],
    ['by an ID that does not begin with E', 'Q5HVANTX127RZ', 'Q5HVANTX127RZ'],
    ['by its ARN', 'arn:aws:cloudfront::111122223333:distribution/E2ABCDEFGHIJKL', 'E2ABCDEFGHIJKL'],
    ['by an ARN of China', 'arn:aws-cn:cloudfront::111122223333:distribution/E2ABCDEFGHIJKL', 'E2ABCDEFGHIJKL'],
    [
      'by its console address',
      'https://us-east-1.console.aws.amazon.com/cloudfront/v4/home?region=us-east-1#/distributions/E2ABCDEFGHIJKL',
      'E2ABCDEFGHIJKL',
    ],
    [
      'by the address of one of its console pages',
      'https://console.aws.amazon.com/cloudfront/v4/home#/distributions/E2ABCDEFGHIJKL/origins',
      'E2ABCDEFGHIJKL',
    ],
  ])('%s', (_what, typed, id) => {
    expect(parseReference(typed)).toEqual({ ok: true, name: { by: 'id', id } });
  });

  test.each([
    ['as it is', 'd111111abcdef8.cloudfront.net'],
    ['in capitals', 'D111111ABCDEF8.CloudFront.net'],
    ['with a trailing dot', 'd111111abcdef8.cloudfront.net.'],
    ['as an address', 'https://d111111abcdef8.cloudfront.net/'],
  ])('by its own domain name %s', (_what, typed) => {
    const name = { by: 'domainName', domainName: 'd111111abcdef8.cloudfront.net' };
    expect(parseReference(typed)).toEqual({ ok: true, name });
  });

  test.each([
    ['as it is', 'www.example.com', 'www.example.com'],
    ['in capitals, with a trailing dot', 'WWW.Example.com.', 'www.example.com'],
    ['with a wildcard', '*.example.com', '*.example.com'],
    ['as the address of its site', 'https://www.example.com/', 'www.example.com'],
    ['in another script', 'bücher.example', 'xn--bcher-kva.example'],
    ['that only ends like a name of CloudFront', 'd1.cloudfront.net.example.com', 'd1.cloudfront.net.example.com'],
  ])('by an alias %s', (_what, typed, alias) => {
    expect(parseReference(typed)).toEqual({ ok: true, name: { by: 'alias', alias } });
  });

  test.each([
    ['too short', 'E2ABC'],
    ['too long', 'E2ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
    ['with a character that IDs do not have', 'E2ABCDEF_HIJKL'],
    ['with letters that only become ASCII in capitals', 'stra\u00dfe12'],
    ['an ARN of another service', 'arn:aws:s3:::bucket'],
    ['an ARN of a function', 'arn:aws:cloudfront::111122223333:function/E2ABCDEFGHIJKL'],
    ['a single word', 'our-reference'],
    ['an address with a path', 'www.example.com/index.html'],
    ['a console address of another host', 'https://console.example.com/cloudfront/distributions/E2ABCDEFGHIJKL'],
  ])('but not %s', (_what, typed) => {
    expect(parseReference(typed).ok).toBe(false);
  });
});
