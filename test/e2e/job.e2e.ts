// The main job, from the command to the deployed distribution.
import { journeys, listClones, listResults, onlyClone, startSandboxForTests } from './support.js';
import { domain, order, people, reference, sees } from './visitor.js';

journeys('the main job', () => {
  const sandboxTest = startSandboxForTests();

  test('a command becomes a card, Approve a distribution, and the thread has its ID until it is deployed', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.seesCard(domain);
    await ana.seesCard(reference);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);

    await ana.button('Approve').click();
    await sees(ana.confirmDialog, 'Create this distribution?');
    await ana.page.getByTestId('confirm-yes').click();
    await ana.seesCard(/: created/);
    const clone = onlyClone(sandboxTest.sandbox);
    await ana.openThread();
    await ana.seesInThread(`Created ${clone.id}`);
    await ana.seesInThread('DNS record to create');
    await ana.seesCard(/: deployed/);
    await ana.seesInThread(/Deployed after \d+ s/);
    expect(await ana.button('Approve').count()).toBe(0);
    expect(listResults(sandboxTest.sandbox)).toHaveLength(1);
    expect(clone.tags).toEqual(
      expect.arrayContaining([
        { Key: 'cf-clone:reference', Value: reference },
        { Key: 'cf-clone:requested-by', Value: `${people.ana} ana` },
        { Key: 'cf-clone:approved-by', Value: people.ana },
      ]),
    );
  });
});
