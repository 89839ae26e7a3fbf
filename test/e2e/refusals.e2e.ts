// Who may not: each kind of person is told why, alone, and nothing else happens.
import { countCalls, journeys, listClones, startSandboxForTests } from './support.js';
import { order } from './visitor.js';

const commanders = [
  { name: 'dev', reason: 'You are in none of the Cognito groups that may do this' },
  { name: 'guest', reason: 'Guests, bots, and deactivated accounts cannot do this' },
  { name: 'unverified', reason: 'The e-mail address of your Cognito user is not verified' },
  { name: 'noMail', reason: 'Your Slack account has no confirmed e-mail address' },
] as const;

journeys('refusals', () => {
  const sandboxTest = startSandboxForTests();

  test.each(commanders)('$name types the command and is refused', async ({ name, reason }) => {
    const person = await sandboxTest.visit(name);
    await person.type(order);
    await person.seesEphemeral(reason);
    await person.seesEphemeral('Only visible to you');
    expect(await person.card.count()).toBe(0);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test.each([...commanders, { name: 'stranger', reason: 'Only people of this workspace can do this' } as const])(
    '$name presses Approve and is refused; the card stays as it was',
    async ({ name, reason }) => {
      const ana = await sandboxTest.visit('ana');
      await ana.order(order);
      if (name === 'stranger') await ana.flip('share-cdn-switch');

      const person = await sandboxTest.visit(name);
      await person.approve();
      await person.seesEphemeral(reason);
      await person.seesEphemeral('Nothing was created');
      await person.seesCard('waiting for approval');
      expect(await ana.ephemeral.count()).toBe(0);
      expect(listClones(sandboxTest.sandbox)).toEqual([]);
      expect(countCalls(sandboxTest.sandbox, 'CreateDistributionWithTags')).toBe(0);
    },
  );

  test('somebody of another workspace cannot type the command, because Slack does not offer it to them', async () => {
    const stranger = await sandboxTest.visit('stranger');
    await stranger.type(order);
    await stranger.page.getByTestId('composer-failure').waitFor();
    expect(await stranger.card.count()).toBe(0);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });

  test('a group taken away between card and click counts at once, and given back too', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.flip('take-away-ana');
    await ana.approve();
    await ana.seesEphemeral('You are in none of the Cognito groups');
    await ana.seesCard('waiting for approval');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);

    await ana.flip('take-away-ana');
    await ana.approve();
    await ana.seesCard(': created');
    expect(listClones(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('where two people are required, whoever asked is refused and somebody else approves', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.flip('second-person');
    await ana.page.locator('[data-testid="bot-1"][data-state="stopped"]').waitFor();
    await ana.page.locator('[data-testid^="bot-"][data-state="running"]').waitFor();
    await ana.order(order);
    await ana.seesCard('but not @ana');
    await ana.approve();
    await ana.seesEphemeral('A second person has to approve your request');
    expect(listClones(sandboxTest.sandbox)).toEqual([]);

    const bo = await sandboxTest.visit('bo');
    await bo.approve();
    await bo.seesCard(': created');
    expect(listClones(sandboxTest.sandbox)).toHaveLength(1);
  });
});
