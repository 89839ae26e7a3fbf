// The main job, by mouse, by keyboard alone, and on a narrow screen.
import {
  domain,
  journeys,
  listClones,
  listResults,
  onlyClone,
  order,
  people,
  raiseStage,
  reference,
} from './support.js';
import { sees } from './visitor.js';

journeys('the main job', () => {
  const stage = raiseStage();

  test('a command becomes a card, Approve a distribution, and the thread has its ID until it is deployed', async () => {
    const ana = await stage.visit('ana');
    await ana.order(order);
    await ana.seesCard(domain);
    await ana.seesCard(reference);
    expect(listClones(stage.sandbox)).toEqual([]);

    await ana.button('Approve').click();
    await sees(ana.confirmDialog, 'Create this distribution?');
    await ana.page.getByTestId('confirm-yes').click();
    await ana.seesCard(/: created/);
    const clone = onlyClone(stage.sandbox);
    await ana.openThread();
    await ana.seesInThread(`Created ${clone.id}`);
    await ana.seesInThread('DNS record to create');
    await ana.seesCard(/: deployed/);
    await ana.seesInThread(/Deployed after \d+ s/);
    expect(await ana.button('Approve').count()).toBe(0);
    expect(listResults(stage.sandbox)).toHaveLength(1);
    expect(clone.tags).toEqual(
      expect.arrayContaining([
        { Key: 'cf-clone:reference', Value: reference },
        { Key: 'cf-clone:requested-by', Value: `${people.ana} ana` },
        { Key: 'cf-clone:approved-by', Value: people.ana },
      ]),
    );
  });
});
