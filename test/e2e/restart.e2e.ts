// The bot killed, stopped and doubled, by the buttons of the trouble pane: nothing is lost, nothing is done twice.
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
import { order, people, type Visitor } from './visitor.js';

const create = 'CreateDistributionWithTags';

journeys('a bot that goes and comes back', () => {
  const sandboxTest = startSandboxForTests();

  /** Makes the next create take so long, or until it is let go; the page's own switch takes 8 s. */
  const slowCreate = (delayMs = 60_000) =>
    sandboxTest.sandbox.aws.faults.add({ operation: create, kind: 'slow', times: 1, delayMs });

  test('killed between create and report, it finds its distribution and finishes the card', async () => {
    slowCreate();
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': creating');
    await until('the call at AWS', () => sandboxTest.sandbox.aws.faults.list().length === 0);
    await endBot(ana, 'kill');
    // CloudFront carries on with what it was asked, whoever asked it is gone.
    sandboxTest.sandbox.aws.faults.letGo();
    await until('the clone', () => listClones(sandboxTest.sandbox).length === 1);
    await ana.seesCard(': creating');
    expect(listResults(sandboxTest.sandbox)).toEqual([]);

    await startBot(ana);
    await ana.seesCard(': created');
    const clone = onlyClone(sandboxTest.sandbox);
    await ana.openThread();
    await ana.seesInThread(`Created ${clone.id}`);
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
    expect(countCalls(sandboxTest.sandbox, create)).toBe(1);
  });

  test('killed before AWS has created anything, it creates once, although both calls arrive', async () => {
    slowCreate();
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': creating');
    await until('the call at AWS', () => sandboxTest.sandbox.aws.faults.list().length === 0);
    await endBot(ana, 'kill');
    await startBot(ana);
    await ana.seesCard(': created');
    sandboxTest.sandbox.aws.faults.letGo();
    await until('both creates at AWS', () => countCalls(sandboxTest.sandbox, create) === 2);
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('killed while the result is being posted, it does not post it again', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    sandboxTest.sandbox.slack.faults.add({ method: 'chat.postMessage', kind: 'slow', times: 1, delayMs: 1_500 });
    await ana.approve();
    await until('the clone', () => listClones(sandboxTest.sandbox).length === 1);
    await until('the post on its way', () => sandboxTest.sandbox.slack.faults.pending().length === 0);
    await endBot(ana, 'kill');
    await startBot(ana);
    await waitUntilDeployed(sandboxTest, ana);
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('stopped in the middle of a create, it finishes the card first', async () => {
    slowCreate(5_000);
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': creating');
    await endBot(ana, 'stop');
    await ana.seesCard(': created');
    onlyClone(sandboxTest.sandbox);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
    await startBot(ana);
    await waitUntilDeployed(sandboxTest, ana);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('while no bot runs a command fails as in Slack, and the card of before can still be approved later', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await endBot(ana, 'kill');
    await ana.type('/cf-clone help');
    await ana.seesEphemeral('failed with the error "dispatch_failed"');
    await ana.approve();
    await ana.page.getByTestId('click-failure').waitFor();
    expect(listClones(sandboxTest.sandbox)).toEqual([]);

    await startBot(ana);
    await ana.approve();
    await ana.seesCard(': created');
    onlyClone(sandboxTest.sandbox);
  });

  test('two replicas, an approval on each: one distribution, one result', async () => {
    const [ana, bo] = await Promise.all([sandboxTest.visit('ana'), sandboxTest.visit('bo')]);
    await startBot(ana);
    await ana.order(order);
    await Promise.all([ana.button('Approve').click(), bo.button('Approve').click()]);
    await Promise.all([ana, bo].map(({ page }) => page.getByTestId('confirm-yes').click()));
    await ana.seesCard(': created');
    await waitUntilDeployed(sandboxTest, ana);
    await bo.seesCard(': deployed');
    onlyClone(sandboxTest.sandbox);
    await until('one result', () => listResults(sandboxTest.sandbox).length === 1);
  });

  test('two replicas, Approve on one and Cancel on the other: one of them wins, and the card says which', async () => {
    const [ana, bo] = await Promise.all([sandboxTest.visit('ana'), sandboxTest.visit('bo')]);
    await startBot(ana);
    await ana.order(order);
    await bo.button('Approve').click();
    // The window is open before, because an approval that is drawn first takes the button away.
    await ana.button('Cancel').click();
    await ana.page.getByLabel('Reason').waitFor();
    await Promise.all(
      [bo, ana].map(({ page }) => page.getByTestId(page === bo.page ? 'confirm-yes' : 'modal-submit').click()),
    );
    const loser = await until('a word to the one who lost', () => sandboxTest.sandbox.slack.store.ephemerals()[0]);
    const isCancelled = loser.user === people.bo;
    await (isCancelled ? bo : ana).seesEphemeral(isCancelled ? /cancelled/ : /too late|approved/);
    if (!isCancelled) await waitUntilDeployed(sandboxTest, ana);
    expect(listClones(sandboxTest.sandbox)).toHaveLength(isCancelled ? 0 : 1);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(isCancelled ? 0 : 1);
    await bo.seesCard(isCancelled ? ': cancelled' : ': deployed');
  });
});

/** Kills or stops the bot that runs, by its button. */
async function endBot({ page }: Visitor, how: 'kill' | 'stop'): Promise<void> {
  await page.getByTestId('pane-trouble').click();
  await page.locator(`[data-state="running"] [data-testid^="${how}-"]`).click();
  if (how === 'kill') await page.locator('[data-testid^="bot-"][data-state="running"]').waitFor({ state: 'detached' });
}

async function startBot({ page }: Visitor): Promise<void> {
  await page.getByTestId('pane-trouble').click();
  const running = page.locator('[data-testid^="bot-"][data-state="running"]');
  const before = await running.count();
  await page.getByTestId('start-bot').click();
  await running.nth(before).waitFor();
}
