// The page itself: search, the way by keyboard alone, a narrow screen, the DNS button, and the clone beside its reference.
import { journeys, listClones, onlyClone, startSandboxForTests, waitUntilDeployed } from './support.js';
import { domain, order, reference, sees, tabTo, type Visitor } from './visitor.js';

journeys('the page', () => {
  const sandboxTest = startSandboxForTests();

  test('search finds the card by its text, and the result by the ID, and leads there', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await search(ana, `waiting ${domain} ${reference}`);
    await ana.page.getByTestId('search-result').click();
    await ana.page.locator('.message.is-target').filter({ hasText: 'waiting for approval' }).waitFor();

    await ana.approve();
    await waitUntilDeployed(sandboxTest, ana);
    const { id } = onlyClone(sandboxTest.sandbox);
    await search(ana, `created ${id}`);
    await ana.page.getByTestId('search-result').filter({ hasText: 'in a thread' }).first().click();
    await sees(ana.thread.locator('.message.is-target'), `Created ${id}`);
  });

  test('Check DNS tells where the domain leads, before and after it is pointed to the clone', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await waitUntilDeployed(sandboxTest, ana);
    const { id, domainName } = onlyClone(sandboxTest.sandbox);
    await ana.openThread();
    await ana.seesInThread(`has no record yet; point it to ${domainName}`);
    await ana.thread.getByRole('button', { name: 'Check DNS' }).click();
    await ana.seesEphemeral(`has no record yet; point it to ${domainName}`);

    await ana.page.getByTestId('pane-aws').click();
    await ana.page.getByTestId(`distribution-${id}`).click();
    await ana.page.getByTestId(`point-${domain}`).click();
    await sees(ana.page.getByTestId(`dns-${domain}`), 'leads here');
    await ana.openThread();
    await ana.thread.getByRole('button', { name: 'Check DNS' }).click();
    await ana.seesEphemeral(`DNS: ${domain} leads to it`);
    await ana.seesInThread('The DNS record is there');
    await ana.seesCard('DNS record, seen');
  });

  test('the way to serving: the policy of the bucket, the DNS record, and Check again', async () => {
    const ana = await sandboxTest.visit('ana');
    const [alias, bucket] = ['app.example.com', 'new-app.s3.eu-central-1.amazonaws.com'];
    await ana.order(`/cf-clone ${alias} ${bucket} EREFS3OAC00001`);
    await ana.approve();
    await waitUntilDeployed(sandboxTest, ana);
    await ana.openThread();
    await ana.seesInThread('403 from S3');

    await ana.page.getByTestId('pane-aws').click();
    await ana.page.getByTestId(`distribution-${onlyClone(sandboxTest.sandbox).id}`).click();
    await ana.page.getByTestId(`let-in-${bucket}`).click();
    await sees(ana.page.getByTestId(`policy-${bucket}`), 'lets it in');
    await ana.page.getByTestId(`point-${alias}`).click();
    await sees(ana.page.getByTestId(`dns-${alias}`), 'leads here');
    await ana.openThread();
    await ana.thread.getByRole('button', { name: 'Check again' }).click();
    await ana.seesCard(': serving');
    await ana.seesInThread('Serving since');
  });

  test('the AWS pane shows the clone beside its reference, with what differs', async () => {
    const ana = await sandboxTest.visit('ana');
    await ana.order(order);
    await ana.approve();
    await ana.seesCard(': created');
    const { id } = onlyClone(sandboxTest.sandbox);
    await ana.page.getByTestId('pane-aws').click();
    await ana.page.getByTestId(`distribution-${id}`).click();
    await sees(ana.page.getByTestId('aliases'), domain);
    await sees(ana.page.getByTestId('diff-count'), `fields differ from ${reference}`);
    await sees(ana.page.getByTestId('config-field'), 'new-origin.example.net');
    await ana.page.getByTestId('tags').getByRole('button', { name: 'the card in Slack' }).click();
    await ana.page.locator('.message.is-target').filter({ hasText: id }).waitFor();
  });

  test('the main job by keyboard alone', async () => {
    const ana = await sandboxTest.visit('ana');
    const { page } = ana;
    await tabTo(page, ana.composer);
    await page.keyboard.type('/');
    await page.getByTestId('command-offer').waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(order.replace('/cf-clone ', ''));
    await page.keyboard.press('Enter');
    await ana.seesCard('waiting for approval');
    await tabTo(page, ana.button('Approve'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await ana.confirmDialog.waitFor();
    await tabTo(page, page.getByTestId('confirm-yes'));
    await page.keyboard.press('Enter');
    await ana.seesCard(': created');
    await tabTo(page, ana.card.getByTestId('open-thread'));
    await page.keyboard.press('Enter');
    await ana.seesInThread(`Created ${onlyClone(sandboxTest.sandbox).id}`);
    await sees(page.getByTestId('announcer'), /cf-clone/);
  });

  test('400 pixels wide: the whole job, and nothing that has to be scrolled sideways', async () => {
    const ana = await sandboxTest.visit('ana', { width: 400, height: 800 });
    const { page } = ana;
    const fits = async (): Promise<boolean> => {
      const width: unknown = await page.evaluate('document.documentElement.scrollWidth');
      return width === 400;
    };
    expect(await fits()).toBe(true);
    await ana.order(order);
    expect(await fits()).toBe(true);
    const box = await ana.card.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(400);
    await ana.approve();
    await ana.seesCard(': created');
    await ana.openThread();
    await ana.seesInThread(`Created ${onlyClone(sandboxTest.sandbox).id}`);
    expect(await fits()).toBe(true);
    for (const screen of ['aws', 'trouble', 'channels', 'channel']) {
      await page.getByTestId(`screen-${screen}`).click();
      expect([screen, await fits()]).toEqual([screen, true]);
    }
    expect(listClones(sandboxTest.sandbox)).toHaveLength(1);
  });

  test.each(['light', 'dark'])('the card can be read in %s', async (look) => {
    const ana = await sandboxTest.visit('ana');
    await ana.page.getByTestId('appearance').selectOption(look);
    await ana.order(order);
    const colours: unknown = await ana.page.evaluate(
      '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector("[data-block=section] p") ?? document.body).color]',
    );
    const [back = 0, front = 0] = Array.isArray(colours) ? colours.map((colour) => brightnessOf(String(colour))) : [];
    expect(look === 'dark' ? front - back : back - front).toBeGreaterThan(120);
    expect(listClones(sandboxTest.sandbox)).toEqual([]);
  });
});

async function search({ page }: Visitor, words: string): Promise<void> {
  await page.getByTestId('search').fill(words);
  await page.getByTestId('search-result').first().waitFor();
}

/** Of a CSS colour in rgb(): 0 is black, 255 is white. */
function brightnessOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map(Number);
  return (red * 299 + green * 587 + blue * 114) / 1_000;
}
