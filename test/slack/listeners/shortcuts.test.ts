// The form opens from the shortcuts, from a button, and from the command, through the real receiver.

import { askForCard, reference } from '../../support/aws-answers.js';
import { newCloneOf, shownView, typedIn } from '../../support/form.js';
import { globalShortcut, homeClick, messageShortcut } from '../../support/signed-request.js';
import { channel } from '../../support/slack-wire.js';
import { heard, startTestBot, stopTestBots, type TestBot } from '../../support/test-bot.js';
import { until } from '../../support/time.js';

afterEach(stopTestBots);

let testBot: TestBot;
beforeEach(async () => {
  testBot = await startTestBot();
});

const opened = () => until('the form', () => testBot.slack.views.at(-1));

describe('the global shortcut', () => {
  test('opens a form that asks for the channel', async () => {
    expect(await testBot.send(globalShortcut('new_clone', 'U0ANA'))).toEqual({ status: 200, body: '' });
    const { view } = await opened();
    expect(view.callback_id).toBe('clone_form');
    expect(shownView(testBot)).toContain('"block_id":"channel"');
  });

  test('is acknowledged though the trigger is too old', async () => {
    testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    expect((await testBot.send(globalShortcut('new_clone', 'U0ANA'))).status).toBe(200);
    await testBot.finish();
    expect(testBot.slack.views).toEqual([]);
  });
});

describe('the message shortcut', () => {
  test('opens the form with the reference of the card, also from its thread', async () => {
    const { ts } = await askForCard(testBot);
    for (const message of [{ ts }, { ts: '9.9', thread_ts: ts }]) {
      await testBot.send(messageShortcut('clone_like_this', message, { user: 'U0BO', channel }));
      await until('the reference', () => typedIn(testBot).reference === reference);
      expect(shownView(testBot)).not.toContain('"block_id":"channel"');
    }
    expect(testBot.slack.views).toHaveLength(2);
  });

  test('says that another message is no card', async () => {
    await testBot.send(messageShortcut('clone_like_this', { ts: '1.000001' }, { user: 'U0ANA', channel }));
    await until('the answer', () => shownView(testBot).includes('not a card'));
    expect(testBot.slack.views.at(-1)?.view.submit).toBeUndefined();
  });

  test('answers in words where the form does not open', async () => {
    testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await testBot.send(messageShortcut('clone_like_this', { ts: '1.000001' }, { user: 'U0ANA', channel }));
    expect(await heard(testBot.slack)).toContain('could not be opened in time');
  });
});

test('the button on the Home tab opens a form that asks for the channel', async () => {
  expect((await testBot.send(homeClick('cf_clone_new', '{}', 'U0ANA'))).status).toBe(200);
  await opened();
  expect(shownView(testBot)).toContain('"block_id":"channel"');
});

describe('a mention', () => {
  const mention = { type: 'app_mention', channel, user: 'U0ANA', ts: '5.000001', event_ts: '5.000001' };

  test('is answered in its thread with a button, which opens the form with what was typed', async () => {
    const text = '<@U0CLONE> <http://www.example.com|www.example.com> E2ABCDEFGHIJKL please';
    expect((await testBot.sendEvent({ ...mention, text })).status).toBe(200);
    const answer = await until('the answer', () => testBot.slack.messages.at(-1));
    expect(answer).toMatchObject({ channel, threadTs: mention.ts });
    await testBot.press('cf_clone_new', { ts: answer.ts, value: newCloneOf(answer) });
    await opened();
    expect(typedIn(testBot)).toMatchObject({ domain: 'www.example.com', reference: 'E2ABCDEFGHIJKL' });
    expect(shownView(testBot)).not.toContain('"block_id":"channel"');
  });

  test('by another bot is not answered', async () => {
    await testBot.sendEvent({ ...mention, text: '<@U0CLONE> hello', bot_id: 'B0OTHER' });
    await testBot.finish();
    expect(testBot.slack.messages).toEqual([]);
  });
});

test('a button that is pressed too late is answered in words', async () => {
  testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
  await testBot.press('cf_clone_new', { ts: '5.000001', value: '{}' });
  expect(await heard(testBot.slack)).toContain('Press the button again');
});
