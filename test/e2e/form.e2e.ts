// The form: a new person gets from an empty channel to an approved clone, by mouse and by keyboard alone; every place that
// opens it; and problems at its fields.
import { journeys, listClones, startSandboxForTests } from './support.js';
import { domain, order, reference, sees, tabTo, type Visitor } from './visitor.js';

journeys('the form', () => {
  const sandboxTest = startSandboxForTests();

  test('by mouse, from an empty channel to an approved clone', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await page.getByTestId('suggestion').first().click();
    await page.getByTestId('send').click();
    await ana.form.waitFor();
    await ana.field('Reference').click();
    await page.getByTestId(`option-${reference}`).click();
    await ana.field('Domain').fill(domain);
    await ana.field('Origin').fill('new-origin.example.net');
    await ana.field('Reason').fill('spring campaign');
    await ana.sendForm();
    await ana.seesCard('waiting for approval');
    await ana.seesCard('spring campaign');
    await ana.leaveForm();
    await ana.approve();
    await ana.seesCard(': created');
    expect(sandboxTest.sandbox.read().aws.distributions.filter(({ aliases }) => aliases.includes(domain))).toHaveLength(
      1,
    );
  });

  test('by keyboard alone, from an empty channel to an approved clone', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    const { keyboard } = page;
    await tabTo(page, ana.composer);
    await keyboard.type('/');
    await keyboard.press('Enter');
    await keyboard.press('Enter');
    await tabTo(page, ana.field('Reference'));
    await keyboard.press('ArrowDown');
    await page.getByTestId('options').getByRole('option').first().waitFor();
    await keyboard.type(reference);
    await sees(ana.form.getByRole('status'), '1 result');
    await keyboard.press('Enter');
    expect(await ana.field('Reference').inputValue()).toContain(reference);
    await keyboard.press('Tab');
    await keyboard.type(domain);
    await keyboard.press('Tab');
    await keyboard.type('new-origin.example.net');
    await keyboard.press('Enter');
    await ana.seesCard('waiting for approval');
    await ana.leaveForm();
    await tabTo(page, ana.button('Approve'), 'Shift+Tab');
    await keyboard.press('Enter');
    await tabTo(page, page.getByTestId('confirm-yes'));
    await keyboard.press('Enter');
    await ana.seesCard(': created');
    expect(listClones(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('words that are not enough open it, filled with them', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.type(`/cf-clone ${domain}`);
    await sees(ana.form, 'Missing');
    expect(await ana.field('Domain').inputValue()).toBe(domain);
  });

  test('a global shortcut opens it, and it asks for the channel', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await page.getByTestId('shortcuts').click();
    await page.getByTestId('shortcut-new_clone').click();
    await fillForm(ana);
    await ana.field('Channel').click();
    await page.getByTestId('option-C0CDN000001').click();
    await ana.sendForm();
    await sees(ana.form, 'The card for');
    await ana.form.getByRole('link', { name: 'open the card' }).click();
    await ana.seesCard('waiting for approval');
  });

  test('the menu of a card opens it with the same reference', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await ana.order(order);
    await ana.card.hover();
    await ana.card.getByTestId('more-actions').click();
    await page.getByTestId('shortcut-clone_like_this').click();
    await ana.field('Reference').waitFor();
    expect(await ana.field('Reference').inputValue()).toContain(reference);
    await ana.field('Domain').fill('shop.example.com');
    await ana.field('Origin').fill('new-origin.example.net');
    await ana.sendForm();
    await ana.seesCard('shop.example.com');
    await ana.leaveForm();
  });

  test('the Home tab has a button that opens it', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.page.getByTestId('channel-home').click();
    await ana.page.getByTestId('home').getByRole('button', { name: 'New clone' }).click();
    await ana.field('Channel').waitFor();
  });

  test('a mention is answered with a button that opens it, filled with the words', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.type(`@cf-clone ${domain} new-origin.example.net`);
    await ana.page.getByTestId('open-thread').click();
    await ana.thread.getByRole('button', { name: 'New clone' }).click();
    await ana.field('Domain').waitFor();
    expect(await ana.field('Domain').inputValue()).toBe(domain);
    expect(await ana.field('Origin').inputValue()).toBe('new-origin.example.net');
  });

  test('Edit opens it with the request of the card, which is then drawn anew', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await ana.order(order);
    await ana.button('Edit').click();
    await sees(ana.form, 'Edit the request');
    expect(await ana.field('Reference').inputValue()).toContain(reference);
    expect(await ana.field('Domain').inputValue()).toBe(domain);
    await ana.field('Domain').fill('shop.example.com');
    await ana.sendForm();
    await ana.seesCard('shop.example.com: waiting for approval');
    await ana.leaveForm();
    expect(await page.getByTestId('conversation').locator('[data-block="header"]').count()).toBe(1);
    await ana.openThread();
    await ana.seesInThread('@ana');
    await ana.approve();
    await ana.seesCard(': created');
    expect(listClones(sandboxTest.sandbox)).toHaveLength(1);
  });

  test('problems are said at their fields, and what is corrected goes through', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await ana.type('/cf-clone');
    await ana.sendForm();
    for (const name of ['reference', 'domain', 'origin']) {
      await sees(page.getByTestId(`input-${name}`), 'Please complete this required field.');
    }
    await fillForm(ana, 'www.uncovered.test');
    await ana.sendForm();
    await sees(page.getByTestId('input-domain').getByTestId('input-error'), 'certificate');
    await ana.field('Domain').fill('taken.example.com');
    await ana.field('Origin').fill('not a host');
    await ana.sendForm();
    await page.getByTestId('input-origin').getByTestId('input-error').waitFor();
    expect(await page.getByTestId('input-domain').getByTestId('input-error').count()).toBe(0);
    await ana.field('Domain').fill(domain);
    await ana.field('Origin').fill('new-origin.example.net');
    await ana.sendForm();
    await ana.seesCard('waiting for approval');
  });

  test('a person without the right is offered nothing, and told why when the form is sent', async () => {
    const dev = await sandboxTest.visit('dev');
    await dev.type('/cf-clone');
    await dev.field('Reference').fill('ref');
    await sees(dev.form.getByRole('status'), /No results|1 result/);
    expect(await dev.page.getByTestId(`option-${reference}`).count()).toBe(0);
  });
});

async function fillForm(visitor: Visitor, name = domain): Promise<void> {
  const { page } = visitor;
  await visitor.field('Reference').fill(reference);
  await page.getByTestId(`option-${reference}`).click();
  await visitor.field('Domain').fill(name);
  await visitor.field('Origin').fill('new-origin.example.net');
}
