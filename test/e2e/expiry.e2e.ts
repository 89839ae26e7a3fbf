// Time that passes: the clock of the whole sandbox is moved on by its buttons. The bot takes requests over HTTP here, so
// that their signatures have to be fresh by that clock too.
import { countCalls, journeys, listClones, onlyClone, startSandboxForTests } from './support.js';
import { order } from './visitor.js';

journeys('time', () => {
  const sandboxTest = startSandboxForTests({ mode: 'http' });

  test('a card expires by itself after eight hours, and its buttons go', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('clock-8');
    await ana.seesCard(': expired');
    await ana.seesCard('nobody approved in time');
    expect(await ana.button('Approve').count()).toBe(0);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
    expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(0);
  });

  test('an hour later a card can still be approved, and its deployment took that hour', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('clock-1');
    await ana.approve();
    await ana.seesCard(': created');
    await ana.flip('clock-1');
    await ana.seesCard(': deployed');
    await ana.openThread();
    await ana.seesInThread(/Deployed after 1 h 0 min|Deployed after 60 min/);
    onlyClone(sandboxTest.sandbox);
  });

  test('a card whose time ran out while no bot was running expires when one starts', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.openTrouble();
    await ana.page.locator('[data-state="running"] [data-testid^="kill-"]').click();
    await ana.flip('clock-8');
    await ana.seesCard('waiting for approval');
    await ana.flip('start-bot');
    await ana.seesCard(': expired');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test('after the clock was moved commands and clicks are as fresh as before', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.flip('clock-8');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': created');
    onlyClone(sandboxTest.sandbox);
  });
});
