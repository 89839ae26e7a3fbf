// Weeks later, on the page: history and its pages, status, help, the account by its tags, and the Home tab.
import { journeys, onlyClone, startSandboxForTests } from './support.js';
import { domain, order, reference, sees } from './visitor.js';

journeys('looking for clones', () => {
  const sandboxTest = startSandboxForTests();

  test('history lists the channel’s clones for the asker alone, until it is shared', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(/: (created|deployed)/);
    const clone = onlyClone(sandboxTest.sandbox);

    await ana.type('/cf-clone history www by:@ana');
    await ana.seesEphemeral('1 clone');
    await ana.seesEphemeral(clone.id);
    await ana.type('/cf-clone history shop');
    await ana.seesEphemeral('0 clones');
    await ana.type('/cf-clone histroy');
    await ana.seesEphemeral('Did you mean');

    await ana.type('/cf-clone history');
    await ana.seesEphemeral('1 clone');
    await ana.ephemeral.getByRole('button', { name: 'Share in channel' }).click();
    const bo = await sandboxTest.visit('bo');
    await sees(bo.page.getByTestId('conversation').getByTestId('message'), /Shared by.*ana/);
  });

  test('status tells where a clone stands, and everywhere finds it by its tags', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(/: (created|deployed)/);
    const clone = onlyClone(sandboxTest.sandbox);

    await ana.type(`/cf-clone status ${domain}`);
    await ana.seesEphemeral(clone.id);
    await ana.seesEphemeral('days left');
    await ana.seesEphemeral(`Cloned from ${reference}`);
    await ana.type(`/cf-clone history everywhere ${domain}`);
    await ana.seesEphemeral('in this account');
    await ana.seesEphemeral(clone.id);

    await ana.become('dev');
    await ana.type('/cf-clone history everywhere');
    await ana.seesEphemeral('cdn-operators');
  });

  test('the Home tab shows what waits, and what each person may do', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.page.getByTestId('channel-home').click();
    const home = ana.page.getByTestId('home');
    await home.filter({ hasText: 'Waiting for your approval' }).filter({ hasText: domain }).waitFor();
    await home.filter({ hasText: 'You may ask for clones and approve them' }).waitFor();

    const dev = await sandboxTest.visit('dev');
    await dev.page.getByTestId('channel-home').click();
    await dev.page.getByTestId('home').filter({ hasText: 'You are in none of the Cognito groups' }).waitFor();
  });

  test('help lists the commands', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.type('/cf-clone help');
    await ana.seesEphemeral('/cf-clone status');
    await ana.seesEphemeral('everywhere');
  });
});
