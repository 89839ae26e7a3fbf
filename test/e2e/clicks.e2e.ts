// Clicks that come twice, together, or for something else than what is so now.
import {
  countCalls,
  journeys,
  listClones,
  listResults,
  onlyClone,
  startSandboxForTests,
  until,
  waitUntilDeployed,
} from './support.js';
import { order, people } from './visitor.js';

journeys('clicks', () => {
  const sandboxTest = startSandboxForTests();

  test('Cancel ends the card, and the thread says who it was', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    const bo = await sandboxTest.visit('bo');
    await bo.cancel('wrong origin');
    await ana.seesCard(': cancelled');
    await ana.seesCard('cancelled by @bo');
    await ana.openThread();
    await ana.seesInThread('Cancelled by @bo (“wrong origin”)');
    expect(await ana.button('Approve').count()).toBe(0);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
    expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(0);
  });

  test('a question answered with Back creates nothing', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.button('Approve').click();
    await ana.page.getByTestId('confirm-deny').click();
    await ana.confirmDialog.waitFor({ state: 'detached' });
    await ana.seesCard('waiting for approval');
    expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(0);
    await ana.cancel();
    await ana.seesCard(': cancelled');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test('a double click makes one distribution and one result', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.button('Approve').dblclick();
    await ana.page.getByTestId('confirm-yes').dblclick();
    await ana.seesCard(': created');
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('two people who approve at the same moment make one distribution, and the later one is told', async () => {
    const [ana, bo] = await Promise.all([sandboxTest.visit('ana'), sandboxTest.visit('bo')]);
    await ana.order(order);
    await Promise.all([ana.button('Approve').click(), bo.button('Approve').click()]);
    await Promise.all([ana, bo].map(({ page }) => page.getByTestId('confirm-yes').click()));
    const later = await until('a word to the later one', () => sandboxTest.sandbox.slack.store.ephemerals()[0]);
    await (later.user === people.ana ? ana : bo).seesEphemeral(/This card (was|has been) approved by/);
    await waitUntilDeployed(sandboxTest, ana);
    await bo.seesCard(': deployed');
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
    expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(1);
  });

  test('a reference edited since the card: what moved is listed, nothing is created, the second approval counts', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('edit-price-class');
    await ana.approve();
    await ana.seesCard('What changed since the card was last drawn');
    await ana.seesCard(/PriceClass: ?PriceClass_100 → PriceClass_All/);
    await ana.seesCard('waiting for approval');
    await ana.openThread();
    await ana.seesInThread(
      /The plan for www.example.com from reference EREFERENCE0001 changed before the approval of @ana/,
    );
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
    expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(0);

    await ana.approve();
    await ana.seesCard(': created');
    expect(onlyClone(sandboxTest.sandbox).xml).toContain('<PriceClass>PriceClass_All</PriceClass>');
  });
});
