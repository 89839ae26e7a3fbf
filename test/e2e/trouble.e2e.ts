// Bad days of Slack and AWS, ordered by the switches of the trouble pane.
import {
  countCalls,
  journeys,
  listClones,
  listResults,
  onlyClone,
  startSandboxForTests,
  waitUntilDeployed,
} from './support.js';
import { domain, order, reference } from './visitor.js';

const create = 'CreateDistributionWithTags';

journeys('bad days', () => {
  const sandboxTest = startSandboxForTests();

  test('Slack answers 429: the card comes late, once', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.flip('trouble-slack-429');
    await ana.order(order);
    expect(await ana.card.count()).toBe(1);
    expect(sandboxTest.sandbox.slack.calls.all().filter(({ fault }) => fault === 'rate-limited')).toHaveLength(3);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test('Slack answers 429 after Approve: one distribution, one result', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('trouble-slack-429');
    await ana.approve();
    await ana.seesCard(': created');
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('the answer to the create is lost: the bot finds its own, one distribution, one result', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('trouble-lost-create');
    await ana.approve();
    await ana.seesCard(': created');
    const clone = onlyClone(sandboxTest.sandbox);
    await ana.openThread();
    await ana.seesInThread(`Created ${clone.id}`);
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('the answer to a post is lost: the thread still has one result', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('trouble-lost-post');
    await ana.approve();
    await ana.seesCard(': created');
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('CloudFront answers 503: the card offers Retry, and Retry creates one distribution', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.flip('trouble-cloudfront-503');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': not finished');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);

    await ana.flip('trouble-cloudfront-503');
    await ana.button('Retry').click();
    await ana.page.getByTestId('confirm-yes').click();
    await ana.seesCard(/: (created|deployed)/);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('a workspace without the new blocks gets the whole card in old ones, in every state', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.flip('trouble-old-blocks');
    await ana.order(order);
    for (const text of [domain, reference, 'still goes to', 'Aliases', 'can approve until']) await ana.seesCard(text);
    const isNew = ana.card.locator(
      ['alert', 'container', 'plan', 'table'].map((type) => `[data-block="${type}"]`).join(),
    );
    expect(await isNew.count()).toBe(0);
    expect(await ana.card.getByTestId('unknown-block').count()).toBe(0);

    await ana.approve();
    await ana.seesCard(': created');
    await waitUntilDeployed(sandboxTest, ana);
    expect(await isNew.count()).toBe(0);
    await ana.seesCard(onlyClone(sandboxTest.sandbox).id);
    expect(countCalls(sandboxTest.sandbox, create)).toBe(1);
  });
});
