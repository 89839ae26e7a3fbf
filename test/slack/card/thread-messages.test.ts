// The result in the thread: one line that says it all, then everything needed to use the distribution.
import { findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import type { CloneConfig } from '../../../src/clone/distribution.js';
import { renderResult } from '../../../src/slack/card/thread-messages.js';
import { created, origin, reference, referenceConfig } from '../../support/aws-answers.js';
import { arnOf, hostOf } from '../../support/aws-wire.js';
import { cardFor, planOf, recordFor } from '../../support/plans.js';
import { asFields } from '../../support/slack-wire.js';

interface RenderOptions {
  readonly domain?: string;
  readonly config?: Partial<CloneConfig>;
  readonly grants?: string[];
  readonly isZoneTop?: boolean;
}

function render(options: RenderOptions = {}) {
  const plan = planOf();
  const origins = options.grants?.map((DomainName, index) => ({
    Id: `o${index}`,
    DomainName,
    OriginAccessControlId: 'EOAC',
  }));
  const config = {
    ...plan.config,
    CallerReference: 'cf-clone',
    ...options.config,
    ...(origins ? { Origins: { Quantity: origins.length, Items: origins } } : {}),
  };
  const distribution = {
    id: created,
    arn: arnOf(created),
    etag: 'E',
    domainName: hostOf(created),
    status: 'InProgress',
    config,
  };
  const line = renderResult(cardFor(recordFor(plan, options.domain ? { domain: options.domain } : {})), {
    distribution,
    approvedBy: 'U0BO',
    isZoneTop: options.isZoneTop ?? false,
  });
  return { ...line, shown: line.blocks.map((block) => String(asFields(asFields(block).text).text)).join('\n') };
}

test('the line is found by whoever searches for any of its names', () => {
  const { text, metadata } = render();
  const facts = [
    created,
    hostOf(created),
    'www.example.com',
    reference,
    origin,
    '*.example.com',
    '<@U0ANA>',
    '<@U0BO>',
  ];
  for (const fact of facts) expect(text).toContain(fact);
  expect(metadata.event_payload).toMatchObject({ by: 'U0BO', result: created });
});

test.each([
  ['a name under a zone', 'www.example.com', true, ['www.example.com CNAME', 'A and AAAA ALIAS']],
  ['the same without IPv6', 'www.example.com', false, ['www.example.com CNAME', ' A ALIAS']],
  ['the top of a zone, where a CNAME is impossible', 'example.com', true, ['example.com A and AAAA ALIAS']],
  ['a wildcard', '*.example.com', true, ['*.example.com CNAME']],
])('the DNS record for %s', (_name, domain, IsIPV6Enabled, expected) => {
  const { shown } = render({ domain, config: { IsIPV6Enabled } });
  for (const fact of [...expected, hostOf(created), 'Z2FDTNDATAQYW2']) expect(shown).toContain(fact);
  if (domain === 'example.com') expect(shown).not.toContain('CNAME');
});

test('the DNS record for the top of a delegated zone, as DNS tells', () => {
  const { shown, text } = render({ domain: 'apps.example.com', isZoneTop: true });
  expect(shown).toContain('apps.example.com A');
  expect(shown + text).not.toContain('CNAME');
});

test('a bucket behind an access control gets the statement, ready to paste', () => {
  const { shown } = render({ grants: ['my.bucket.s3.eu-west-1.amazonaws.com'] });
  const statement: unknown = JSON.parse(/```([\s\S]*?)```/.exec(shown)?.[1] ?? '{}');
  expect(statement).toMatchObject({
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::my.bucket/*',
    Condition: { StringEquals: { 'AWS:SourceArn': arnOf(created) } },
  });
});

test('a function URL gets both permissions, in its own region', () => {
  const { shown } = render({ grants: ['abc.lambda-url.eu-west-1.on.aws'] });
  for (const fact of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction ', '--region eu-west-1', arnOf(created)]) {
    expect(shown).toContain(fact);
  }
});

test('nothing is said of grants where no access control is', () => {
  const Origins = { Quantity: 1, Items: [{ Id: 'main', DomainName: origin }] };
  expect(render({ config: { Origins } }).shown).not.toContain('must let');
});

test('the console link leads to the distribution', () => {
  expect(render().shown).toMatch(
    new RegExp(`<https://[a-z0-9.-]+console\\.aws\\.amazon\\.com/cloudfront/[^|>]*${created}\\|`),
  );
});

test('keeps within Slack’s limits with a hundred origins that need a grant', () => {
  const hosts = Array.from({ length: 100 }, (_, index) => `${'b'.repeat(50)}-${index}.s3.eu-west-1.amazonaws.com`);
  const { blocks, text } = render({ grants: hosts });
  expect(
    findBlockFaults(
      blocks.map((block) => ({ ...asFields(block), type: block.type })),
      { refusedBlocks: [] },
    ),
  ).toEqual([]);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(text.length).toBeLessThanOrEqual(4_000);
});

test('grants that find no room are counted, not left out in silence', () => {
  const hosts = Array.from({ length: 14 }, (_, index) => `bucket-${index}.s3.eu-west-1.amazonaws.com`);
  const { shown } = render({ grants: hosts });
  const missing = hosts.filter((host) => !shown.includes(host));
  if (missing.length > 0) expect(shown).toContain(`${missing.length} more`);
});

test('the reference’s secret header is not in it', () => {
  expect(JSON.stringify(render({ config: referenceConfig }))).not.toContain('value-of-the-secret-header');
});
