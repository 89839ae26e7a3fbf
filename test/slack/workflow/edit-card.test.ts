// Edit, through the real receiver: the same card shows a new plan, earlier decisions do not count, and one edit wins.
import { actions } from '../../../src/slack/card/buttons.js';
import { describeEdit } from '../../../src/slack/workflow/edit-card.js';
import { describeChanges } from '../../../src/slack/workflow/edit-request.js';
import {
  answerCreate,
  answerIdentity,
  answerPlan,
  askForCard,
  buttonsOf,
  type CardHandle,
  domain,
  handleOf,
  origin,
  recordOf,
  reference,
  shownBy,
} from '../../support/aws-answers.js';
import { sendForm, shownView, typedIn } from '../../support/form.js';
import { planOf, recordFor } from '../../support/plans.js';
import { asFields } from '../../support/slack-wire.js';
import { heard, startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { createClock, hour, until } from '../../support/time.js';

afterEach(stopTestBots);

/** The messages of the fake are of this moment, and how old they are matters. */
const postedAt = new Date(1_763_888_400_000);

let testBot: TestBot;
let card: CardHandle;
/** Where the card alone refuses, nobody waits for the question who it is: it must not reach into the next test. */
let areQuestionsAnswered = (): boolean => true;

const cardNow = () => testBot.slack.cards()[0];
const lines = () => testBot.slack.thread(card.ts).map(({ text }) => text);
const filled = { reference, domain: 'shop.example.com', origin };

async function startWithCard(env: Record<string, string> = {}): Promise<void> {
  testBot = await startTestBot({ env, clock: createClock(postedAt) });
  card = await askForCard(testBot);
  const asked = testBot.slack.countOf('users.info');
  const [, groups] = answerIdentity({ times: 'any' });
  answerPlan({}, { times: 'any' });
  areQuestionsAnswered = () => groups?.requests.length === testBot.slack.countOf('users.info') - asked;
}

async function openEdit(user = 'U0ANA'): Promise<void> {
  const before = testBot.slack.views.length;
  await testBot.press(actions.edit, handleOf(cardNow() ?? Object.assign({})), { user });
  await until('the window', () => testBot.slack.views[before]?.view.callback_id === 'clone_form');
}

const edited = () => until('the edited card', () => recordOf(cardNow()).revision === 1 && cardNow());

describe('a card that waits', () => {
  test('is drawn anew with the edited request, and the thread says who changed what', async () => {
    await startWithCard();
    await openEdit('U0BO');
    expect(typedIn(testBot)).toEqual({ reference, domain, origin });
    expect(shownView(testBot)).toContain('Edit the request');
    expect(shownView(testBot)).not.toContain('"block_id":"channel"');
    // Less than an hour, when people are reminded of the card.
    testBot.clock.advance(hour / 2);
    await sendForm(testBot, { ...filled, reason: 'the shop moved' }, { user: 'U0BO' });
    await edited();
    const record = recordOf(cardNow());
    expect(record).toMatchObject({
      state: 'pending',
      domain: 'shop.example.com',
      requested_by: 'U0ANA',
      edited_by: 'U0BO',
      reason: 'the shop moved',
      waiting_since: Math.floor(testBot.clock.now().getTime() / 1_000),
      expires_at: Math.floor((testBot.clock.now().getTime() + 8 * hour) / 1_000),
    });
    expect(record.digest).not.toBe(card.value);
    expect(testBot.slack.cards()).toHaveLength(1);
    await until('the line', () => lines().some((text) => text.includes('edited the request')));
    expect(lines()).toEqual([
      expect.stringMatching(
        /^<@U0BO> edited the request: domain `shop\.example\.com` instead of `www\.example\.com`.*Requested by <@U0ANA>/,
      ),
    ]);
    expect(shownBy(cardNow())).toContain('edited by <@U0BO>');
    expect(buttonsOf(cardNow())).toEqual(expect.arrayContaining([actions.approve, actions.edit, actions.cancel]));
    const readAudit = () =>
      testBot.logged.map((line) => asFields(JSON.parse(line))).filter(({ event }) => event === 'edit');
    const audit = await until('the line of the log', () => readAudit().length > 0 && readAudit());
    expect(audit).toEqual([expect.objectContaining({ outcome: 'edited', editor: 'U0BO', requester: 'U0ANA' })]);
  });

  test('refuses an approval of what was on an old screen', async () => {
    await startWithCard();
    await openEdit();
    await sendForm(testBot, filled);
    await edited();
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    expect(await heard(testBot.slack, 'U0BO')).toContain('redrawn with a new plan');
    expect(recordOf(cardNow()).state).toBe('pending');
    await until('the end of the questions', areQuestionsAnswered);
  });

  test('and is edited, needs a second person besides its editor', async () => {
    await startWithCard({ REQUIRE_SECOND_PERSON: 'true' });
    await openEdit('U0BO');
    await sendForm(testBot, filled, { user: 'U0BO' });
    const current = await edited();
    await testBot.press(actions.approve, handleOf(current || Object.assign({})), { user: 'U0BO' });
    expect(await heard(testBot.slack, 'U0BO')).toContain('You edited this request');
  });

  test('shows problems of the edited request at their fields', async () => {
    await startWithCard();
    await openEdit();
    const { answer } = await sendForm(testBot, { ...filled, domain: 'www.elsewhere.test' });
    expect(asFields(answer.errors)).toEqual({ domain: expect.stringContaining('certificate') });
    const same = await sendForm(testBot, { reference, domain, origin });
    expect(JSON.stringify(same.answer.view)).toContain('The form and the card say the same.');
    await testBot.finish();
    expect(recordOf(cardNow())).toMatchObject({ domain, digest: card.value });
    expect(lines()).toEqual([]);
  });
});

describe('a card that is over waits again', () => {
  test('after it was cancelled, and the cancel does not count any more', async () => {
    await startWithCard();
    await testBot.press(actions.cancel, card, { user: 'U0BO' });
    await until('the cancel', () => recordOf(cardNow()).state === 'cancelled');
    await openEdit();
    await sendForm(testBot, filled);
    await edited();
    expect(recordOf(cardNow())).toMatchObject({ state: 'pending', domain: 'shop.example.com' });
    expect(recordOf(cardNow()).decided_by).toBeUndefined();
    await until('the line', () => lines().some((text) => text.includes('edited the request')));
    answerCreate();
    await testBot.press(actions.approve, handleOf(cardNow() ?? Object.assign({})), { user: 'U0BO' });
    await until('the clone', () => recordOf(cardNow()).state === 'cloned');
    expect(recordOf(cardNow()).domain).toBe('shop.example.com');
  });

  test('after it expired, and it can expire again', async () => {
    await startWithCard();
    testBot.clock.advance(8 * hour + 10_000);
    await until('the expiry', () => recordOf(cardNow()).state === 'expired');
    await openEdit();
    await sendForm(testBot, { reference, domain, origin });
    await edited();
    await until('the line', () => lines().some((text) => text.includes('the same as before')));
    testBot.clock.advance(8 * hour + 10_000);
    await until('the second expiry', () => recordOf(cardNow()).state === 'expired');
    expect(lines().filter((text) => text.includes('expired'))).toHaveLength(2);
  });

  test('but not long after the bot has stopped to look at it', async () => {
    await startWithCard();
    await testBot.press(actions.cancel, card, { user: 'U0BO' });
    await until('the cancel', () => recordOf(cardNow()).state === 'cancelled');
    await openEdit();
    testBot.clock.advance(8 * 24 * hour);
    const { answer } = await sendForm(testBot, filled);
    expect(JSON.stringify(answer.view)).toContain('too old to be edited');
  });
});

describe('who may not edit', () => {
  test('somebody in no group learns it before they type, and nothing changes', async () => {
    testBot = await startTestBot({ clock: createClock(postedAt) });
    card = await askForCard(testBot);
    answerIdentity({ times: 'any' }, { bo: ['readers'] });
    await testBot.press(actions.edit, card, { user: 'U0BO' });
    await until('the refusal', () => shownView(testBot).includes('none of the Cognito groups'));
  });

  test('the requester who has lost the group while the form was open', async () => {
    testBot = await startTestBot({ clock: createClock(postedAt) });
    card = await askForCard(testBot);
    const groups: Record<string, string[]> = { ana: ['cdn-operators'] };
    answerIdentity({ times: 'any' }, groups);
    await openEdit();
    groups.ana = ['readers'];
    const { answer } = await sendForm(testBot, filled);
    expect(JSON.stringify(answer.view)).toContain('none of the Cognito groups');
    expect(recordOf(cardNow()).digest).toBe(card.value);
  });

  test('somebody of another workspace', async () => {
    await startWithCard();
    await testBot.press(actions.edit, card, { user: 'U0BO', userTeam: 'T0OTHER' });
    expect(await heard(testBot.slack, 'U0BO')).toContain('people of this workspace');
    expect(testBot.slack.views).toEqual([]);
  });
});

describe('at the same moment', () => {
  test('two edits: one is drawn, the other learns that the card has changed and can send again', async () => {
    await startWithCard();
    await openEdit('U0ANA');
    await openEdit('U0BO');
    const [first] = testBot.slack.views;
    const second = await startTestBot({ slack: testBot.slack, clock: testBot.clock });
    await Promise.all([
      sendForm(testBot, filled, { user: 'U0ANA', viewId: first?.id ?? '' }),
      sendForm(second, { ...filled, domain: 'blog.example.com' }, { user: 'U0BO' }),
    ]);
    await edited();
    await Promise.all([testBot.finish(), second.finish()]);
    const marks = testBot.slack.thread(card.ts).map(({ metadata }) => asFields(metadata?.event_payload).result);
    expect(marks).toEqual(['edited']);
  });

  test('the form says that the card has changed since it was opened', async () => {
    await startWithCard();
    await openEdit('U0ANA');
    const [open] = testBot.slack.views;
    const old = String(open?.view.private_metadata);
    await sendForm(testBot, filled, { viewId: open?.id ?? '' });
    await edited();
    if (open) open.view = { ...open.view, private_metadata: old };
    const { answer } = await sendForm(testBot, { ...filled, domain: 'blog.example.com' }, { user: 'U0BO' });
    const shown = JSON.stringify(answer.view);
    expect(shown).toContain('changed since you opened the form');
    expect(shown).toContain('\\"revision\\":1');
    // Nobody may write over what they have not seen, and may once they were told.
    expect(recordOf(cardNow()).domain).toBe('shop.example.com');
  });

  test('a form that is delivered again finds its edit done', async () => {
    await startWithCard();
    await openEdit();
    const old = String(testBot.slack.views.at(-1)?.view.private_metadata);
    await sendForm(testBot, filled);
    await edited();
    const open = testBot.slack.views.at(-1);
    if (open) open.view = { ...open.view, private_metadata: old };
    expect(await sendForm(testBot, filled)).toEqual({ status: 200, answer: {} });
    await testBot.finish();
    expect(recordOf(cardNow()).revision).toBe(1);
  });

  test('what a late approval wrote over the card is drawn again', async () => {
    await startWithCard();
    const before = { ...recordOf(cardNow()) };
    await openEdit();
    await sendForm(testBot, filled);
    await edited();
    await until('the line', () => lines().some((text) => text.includes('edited the request')));
    const message = cardNow();
    if (message)
      message.metadata = { ...message.metadata, event_payload: { ...before, state: 'cloning', attempt: 'a' } };
    // Nobody can approve what the card shows by mistake.
    testBot.clock.advance(20_000);
    await until('the edited card again', () => recordOf(cardNow()).revision === 1);
    expect(recordOf(cardNow())).toMatchObject({ state: 'pending', domain: 'shop.example.com' });
  });
});

test('a form that does not open is answered in words', async () => {
  await startWithCard();
  testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
  await testBot.press(actions.edit, card, { user: 'U0BO' });
  expect(await heard(testBot.slack, 'U0BO')).toContain('Press Edit again');
});

test('an edit that Slack does not record changes nothing', async () => {
  await startWithCard();
  await openEdit();
  testBot.slack.fail('chat.postMessage', { kind: 'refused', error: 'fatal_error' }, { times: 9 });
  const { answer } = await sendForm(testBot, filled);
  expect(JSON.stringify(answer.view)).toContain('did not record the edit');
  expect(recordOf(cardNow()).digest).toBe(card.value);
});

test('the line names what was changed, and nothing else', () => {
  const before = recordFor(planOf());
  const describe = (old: typeof before, now: typeof before) => describeEdit(old, now, describeChanges(old, now));
  expect(describe(before, { ...before, origin: 'x.example.net' })).toBe(
    `origin \`x.example.net\` instead of \`${before.origin}\``,
  );
  expect(describe({ ...before, reason: 'a' }, before)).toBe('no reason');
  expect(describe(before, { ...before, reason: '<!channel>' })).toBe('reason `&lt;!channel&gt;`');
});
