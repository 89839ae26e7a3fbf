// The form that people send, through the real receiver: errors at its fields, one card, and an answer in time.
import {
  answerIdentity,
  answerPlan,
  certificate,
  domain,
  origin,
  recordOf,
  reference,
} from '../../support/aws-answers.js';
import { sendForm, shownView, typedIn } from '../../support/form.js';
import { globalShortcut } from '../../support/signed-request.js';
import { asFields, channel, type Fields } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { createLatch, until } from '../../support/time.js';

afterEach(stopTestBots);

const filled = { reference, domain, origin, reason: 'spring campaign' };
let testBot: TestBot;

async function openForm(): Promise<void> {
  testBot = await startTestBot();
  await testBot.command('');
  await until('the form', () => testBot.slack.views.at(-1));
}

async function openElsewhere(): Promise<void> {
  testBot = await startTestBot();
  await testBot.send(globalShortcut('new_clone', 'U0ANA'));
  await until('the form', () => testBot.slack.views.at(-1));
}

const errorsOf = (answer: Fields) => asFields(answer.errors);
const auditLines = () => testBot.logged.map((line) => asFields(JSON.parse(line))).filter(({ event }) => event);

describe('a form that is well filled in', () => {
  test('makes one card in its channel and closes', async () => {
    await openForm();
    answerIdentity();
    answerPlan();
    expect(await sendForm(testBot, filled)).toEqual({ status: 200, answer: {} });
    await testBot.finish();
    const [card, ...others] = testBot.slack.cards();
    expect(others).toEqual([]);
    expect(card?.channel).toBe(channel);
    expect(recordOf(card)).toMatchObject({ state: 'pending', domain, origin, reference, requested_by: 'U0ANA' });
    expect(auditLines()).toEqual([expect.objectContaining({ event: 'card', outcome: 'card_posted' })]);
  });

  test('understands the address of a site, and a reference by its alias', async () => {
    answerPlan({}, { times: 'any' });
    await openForm();
    await until('the index', () => testBot.logged.some((line) => line.includes('of the account were read')));
    answerIdentity();
    await sendForm(testBot, { ...filled, domain: `https://${domain}/`, reference: 'ref.example.com' });
    await testBot.finish();
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ domain, reference });
  });

  test('posts into the channel that was chosen, and says where the card is', async () => {
    await openElsewhere();
    answerIdentity();
    answerPlan();
    const { answer } = await sendForm(testBot, { ...filled, channel });
    expect(answer.response_action).toBe('update');
    expect(JSON.stringify(answer.view)).toContain(`<#${channel}>`);
    expect(JSON.stringify(answer.view)).toContain('/archives/');
    expect(testBot.slack.cards()).toHaveLength(1);
  });
});

describe('a problem is shown at its field', () => {
  test('before anybody is asked, where it can be seen', async () => {
    await openForm();
    const { answer } = await sendForm(testBot, {
      reference: 'E2ABCDEFGHIJKL',
      domain: 'localhost',
      origin: '192.0.2.1',
    });
    expect(answer.response_action).toBe('errors');
    expect(errorsOf(answer)).toEqual({
      domain: expect.stringContaining('“localhost” is a single word'),
      origin: expect.stringContaining('IP address'),
    });
    await testBot.finish();
    expect(testBot.slack.cards()).toEqual([]);
    expect(auditLines()).toEqual([
      expect.objectContaining({ event: 'request', command: 'form', outcome: 'invalid_request' }),
    ]);
  });

  test('where the domain is its own origin', async () => {
    await openForm();
    const { answer } = await sendForm(testBot, { ...filled, origin: domain });
    expect(errorsOf(answer)).toEqual({ origin: expect.stringContaining('fetch from itself') });
  });

  test('where no certificate covers the domain, with the nearest names', async () => {
    await openForm();
    answerIdentity();
    answerPlan({ certificates: [certificate(['*.shop.example.com'])] }, { times: 'any' });
    const { answer } = await sendForm(testBot, filled);
    expect(errorsOf(answer)).toEqual({ domain: expect.stringContaining('*.shop.example.com') });
    expect(JSON.stringify(errorsOf(answer))).not.toContain('`');
  });

  test('where the domain is an alias already', async () => {
    await openForm();
    answerIdentity();
    answerPlan({ holders: [{ id: 'EHOLDER0000001', aliases: [domain] }] });
    const { answer } = await sendForm(testBot, filled);
    expect(errorsOf(answer)).toEqual({ domain: expect.stringContaining('alias') });
  });

  test('where no channel was chosen, or one that the person is not in', async () => {
    await openElsewhere();
    const none = await sendForm(testBot, filled);
    expect(errorsOf(none.answer)).toEqual({ channel: 'Choose the channel for the card.' });
    const other = await sendForm(testBot, { ...filled, channel: 'C0OTHER' });
    expect(errorsOf(other.answer)).toEqual({ channel: expect.stringContaining('You are not in this channel.') });
    await testBot.finish();
    expect(testBot.slack.cards()).toEqual([]);
  });
});

describe('a problem that belongs to no field is shown above them', () => {
  test('such as rights that the person has lost since the form opened', async () => {
    await openForm();
    answerIdentity({}, { ana: ['readers'] });
    answerPlan();
    const { answer } = await sendForm(testBot, filled);
    expect(answer.response_action).toBe('update');
    expect(JSON.stringify(answer.view)).toContain('none of the Cognito groups');
    expect(JSON.stringify(answer.view)).toContain(domain);
    await testBot.finish();
    expect(testBot.slack.cards()).toEqual([]);
    expect(auditLines()).toEqual([
      expect.objectContaining({ event: 'request', command: 'form', outcome: 'not_allowed' }),
    ]);
  });

  test('and where the channel takes no cards, another one can be chosen', async () => {
    await openForm();
    testBot.slack.channels.set(channel, { id: channel, is_member: true, is_ext_shared: true });
    answerIdentity();
    answerPlan();
    const { answer } = await sendForm(testBot, filled);
    expect(JSON.stringify(answer.view)).toContain('shared with another organisation');
    expect(JSON.stringify(answer.view)).toContain('"block_id":"channel"');
  });

  test('a form of another version is not guessed at', async () => {
    testBot = await startTestBot();
    const { answer } = await sendForm(testBot, filled);
    expect(JSON.stringify(answer.view)).toContain('another version');
  });
});

describe('a plan that takes longer than Slack waits', () => {
  test('is told about at once, and then the window says where the card is', async () => {
    await openForm();
    const latch = createLatch();
    answerIdentity();
    answerPlan({}, { latch });
    const { answer } = await sendForm(testBot, filled);
    expect(answer.response_action).toBe('update');
    expect(JSON.stringify(answer.view)).toContain('Planning…');
    latch.open();
    await until('the card in the window', () => shownView(testBot).includes('/archives/'));
    expect(testBot.slack.cards()).toHaveLength(1);
  });

  test('brings the form back, filled, where it ends with a problem', async () => {
    await openForm();
    const latch = createLatch();
    answerIdentity();
    answerPlan({ certificates: [] }, { latch, times: 'any' });
    await sendForm(testBot, filled);
    latch.open();
    await until('the problem', () => shownView(testBot).includes('No usable certificate'));
    expect(typedIn(testBot)).toEqual(filled);
  });

  test('tells the person in the channel where the window is closed', async () => {
    await openForm();
    const latch = createLatch();
    answerIdentity();
    answerPlan({ certificates: [] }, { latch, times: 'any' });
    await sendForm(testBot, filled);
    testBot.slack.fail('views.update', { kind: 'refused', error: 'not_found' });
    latch.open();
    const told = await until('the answer', () => testBot.slack.ephemerals.at(-1));
    expect(told.url).toBe(`ephemeral:${channel}:U0ANA`);
    expect(told.text).toContain('No usable certificate');
  });
});

describe('a form that is sent twice', () => {
  test('at the same moment gets one card, and both get the same answer', async () => {
    await openForm();
    answerIdentity();
    answerPlan();
    const answers = await Promise.all([sendForm(testBot, filled), sendForm(testBot, filled)]);
    expect(answers).toEqual([
      { status: 200, answer: {} },
      { status: 200, answer: {} },
    ]);
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
  });

  test('later, and on another replica, finds the first card', async () => {
    await openForm();
    answerIdentity({ times: 'any' });
    answerPlan({}, { times: 'any' });
    await sendForm(testBot, filled);
    const [open] = testBot.slack.views;
    const first = testBot;
    testBot = await startTestBot({ slack: first.slack });
    expect(await sendForm(testBot, filled, { viewId: open?.id ?? '' })).toEqual({ status: 200, answer: {} });
    expect(testBot.slack.cards()).toHaveLength(1);
  });

  test('to two replicas at the same moment: the first card stays', async () => {
    await openForm();
    answerIdentity({ times: 'any' });
    answerPlan({}, { times: 'any' });
    const second = await startTestBot({ slack: testBot.slack });
    await Promise.all([sendForm(testBot, filled), sendForm(second, filled)]);
    await Promise.all([testBot.finish(), second.finish()]);
    expect(testBot.slack.cards()).toHaveLength(1);
  });
});
