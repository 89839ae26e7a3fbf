import { planDnsRecord } from '../../src/clone/steps.js';
import { describeDnsRecord } from '../../src/messages/dns-record.js';
import { makeConfig } from './references.js';

const target = 'd444444abcdef8.cloudfront.net';

describe('the DNS record', () => {
  test.each([
    ['www.example.com', false, `www.example.com CNAME ${target}`],
    ['*.example.com', false, `*.example.com CNAME ${target}`],
    ['example.com', false, undefined],
    ['example.co.uk', false, undefined],
    ['shop.example.co.uk', false, `shop.example.co.uk CNAME ${target}`],
    ['shop.example.co.uk', true, undefined],
  ])('of %s is a CNAME only below the top of a zone (DNS says %s): %s', (domain, isZoneTop, cname) => {
    const clone = { domainName: target, config: makeConfig() };
    expect(describeDnsRecord(planDnsRecord(domain, clone, isZoneTop)).cname).toBe(cname);
  });

  test.each([
    [true, 'A and AAAA'],
    [false, 'A'],
  ])('with IPv6 %s is an alias of %s in CloudFront’s zone', (IsIPV6Enabled, types) => {
    const { alias } = describeDnsRecord(
      planDnsRecord('www.example.com', { domainName: target, config: makeConfig({ top: { IsIPV6Enabled } }) }, false),
    );
    expect(alias).toBe(`www.example.com ${types} ALIAS ${target} (zone Z2FDTNDATAQYW2)`);
  });
});
