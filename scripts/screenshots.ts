// Takes the pictures of the README and of docs/form.md from the sandbox's page into docs/pictures/: npm run screenshots
import { mkdir } from 'node:fs/promises';
import { startSandbox } from '../sandbox/run/sandbox.js';
import { launchBrowser, leaveTourBeforehand, order, people, Visitor } from '../test/e2e/visitor.js';
import { takeFormPictures } from './form-pictures.js';
import { folder, take, takeReplies } from './pictures.js';

/** `npm run screenshots -- form` takes those of the form alone. */
const isFormAlone = process.argv[2] === 'form';

async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const sandbox = await startSandbox({ port: 0, deploySeconds: 3 });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      viewport: { width: 1480, height: 1300 },
      deviceScaleFactor: 1.75,
      colorScheme: 'light',
      timezoneId: 'Europe/Berlin',
      locale: 'en-GB',
    });
    await leaveTourBeforehand(context);
    const page = await context.newPage();
    await page.goto(sandbox.url);
    const visitor = new Visitor(page);

    await visitor.become(people.ana);
    await takeFormPictures(visitor);
    if (isFormAlone) return;
    sandbox.slack.reset();
    await visitor.order(order);
    await take(visitor, visitor.card, 'card-pending');

    await visitor.become(people.dev);
    await visitor.approve();
    await visitor.seesEphemeral('Nothing was created');
    await take(visitor, visitor.ephemeral, 'refusal');

    await visitor.become(people.bo);
    await visitor.approve();
    await visitor.seesCard(': deployed');
    await take(visitor, visitor.card, 'card-done');
    await visitor.openThread();
    await visitor.seesInThread('Deployed after');
    await takeReplies(visitor, 'thread');

    await visitor.become(people.ana);
    await visitor.order('/cf-clone shop.example.com new-origin.example.net EREFERENCE0001');
    sandbox.aws.store.mergeConfig(referenceOf(sandbox), {
      PriceClass: 'PriceClass_All',
      DefaultRootObject: 'home.html',
    });
    await visitor.become(people.bo);
    await visitor.approve();
    await visitor.seesCard('What moved');
    await take(visitor, visitor.card, 'moved');
  } finally {
    await browser.close();
    await sandbox.close();
  }
}

function referenceOf({ aws }: Awaited<ReturnType<typeof startSandbox>>) {
  const reference = aws.store.distributions.get('EREFERENCE0001');
  if (!reference) throw new Error('the world has no main reference');
  return reference;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
