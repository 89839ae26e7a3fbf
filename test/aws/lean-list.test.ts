// A page of distributions is cut before it is parsed; what the bot reads has to come through unharmed.
import { startAws } from '../../sandbox/aws/server.js';
import { believableWorld } from '../../sandbox/world.js';
import { cutUnread } from '../../src/aws/lean-list.js';

const summary = (
  comment: string,
  id: string,
) => `<DistributionSummary><Id>${id}</Id><DomainName>d1.cloudfront.net</DomainName>
<Aliases><Quantity>1</Quantity><Items><CNAME>${id}.example.com</CNAME></Items></Aliases>
<Origins><Quantity>1</Quantity><Items><Origin><Id>main</Id><DomainName>old.example.com</DomainName></Origin></Items></Origins>
<OriginGroups><Quantity>0</Quantity></OriginGroups><DefaultCacheBehavior><TargetOriginId>main</TargetOriginId></DefaultCacheBehavior>
<CacheBehaviors><Quantity>0</Quantity></CacheBehaviors><Comment>${comment}</Comment></DistributionSummary>`;

test('what is read stays, in every summary; the rest goes', () => {
  const cut = cutUnread(`<Items>${summary('one', 'E1')}${summary('two', 'E2')}</Items>`);
  for (const kept of ['<Id>E1</Id>', '<CNAME>E1.example.com</CNAME>', '<Id>E2</Id>', '<CNAME>E2.example.com</CNAME>']) {
    expect(cut).toContain(kept);
  }
  expect(cut).not.toContain('old.example.com');
  expect(cut.match(/<\/DistributionSummary>/g)).toHaveLength(2);
});

test('text that speaks of the elements is escaped, and stays', () => {
  const comment = 'moved &lt;Origins&gt; away';
  expect(cutUnread(summary(comment, 'E1'))).toContain(`<Comment>${comment}</Comment>`);
});

test('an empty element, or a page of another shape, is left alone', () => {
  for (const xml of ['<Origins/><Id>E1</Id>', '<Error><Code>AccessDenied</Code></Error>', '<Origins><Id>cut off', '']) {
    expect(cutUnread(xml)).toBe(xml);
  }
});

test('most of a page is not read', async () => {
  const aws = await startAws({ world: believableWorld(new Date()) });
  try {
    const answer = await fetch(`${aws.url}/2020-05-31/distribution`, {
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261120/us-east-1/cloudfront/aws4_request' },
    });
    const xml = await answer.text();
    expect(xml).toContain('<DistributionSummary>');
    expect(cutUnread(xml).length).toBeLessThan(xml.length / 3);
  } finally {
    await aws.close();
  }
});
