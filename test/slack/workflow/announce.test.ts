// The announcement of a program's clone: one card whatever Slack does, and the facts where there is no plan.

import { createCardCache } from '../../../src/slack/card/card-cache.js';
import { maxRecordBytes, readRecord } from '../../../src/slack/card/record.js';
import { createSlackApi } from '../../../src/slack/client/web-api.js';
import { renderEntry } from '../../../src/slack/workflow/search-history.js';
import { bot, caller, createAnnouncerProcess, freshTag, madeClone } from '../../support/announcer-process.js';
import { recordOf, shownBy } from '../../support/aws-answers.js';
import { planOf } from '../../support/plans.js';
import { botToken, channel, type SlackWire, startSlackMock, team } from '../../support/slack-wire.js';
import { createLatch, createPause } from '../../support/time.js';

let slack: SlackWire;
beforeEach(() => {
  slack = startSlackMock();
});

const thread = () => slack.thread(slack.cards()[0]?.ts ?? '').map(({ text }) => text);

it('posts one card that names the program, with the result in its thread and its link in the tag', async () => {
  const tag = freshTag();
  await createAnnouncerProcess({ tag }).announcer.announce(madeClone());
  expect(slack.cards().map((card) => recordOf(card).state)).toEqual(['cloned']);
  expect(shownBy(slack.cards()[0])).toContain(caller);
  expect(thread()).toEqual([expect.stringContaining('Created `ENEW0000000001`')]);
  expect(tag.value).toBe(`${team.url}archives/${channel}/p${slack.cards()[0]?.ts.replace('.', '')}`);
});

describe('a post whose answer is lost', () => {
  it('is found, not repeated', async () => {
    slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
    await createAnnouncerProcess().announcer.announce(madeClone());
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
  });

  it('is repeated where it did not arrive', async () => {
    slack.fail('chat.postMessage', { kind: 'lost', carriedOut: false });
    const announcerProcess = createAnnouncerProcess();
    await announcerProcess.announcer.announce(madeClone());
    expect(slack.cards()).toHaveLength(0);
    await announcerProcess.later();
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
  });

  it('is not repeated while Slack does not say whether it arrived', async () => {
    slack.fail('chat.postMessage', { kind: 'lost', carriedOut: true });
    slack.fail('conversations.history', { kind: 'refused', error: 'internal_error' }, { times: 2 });
    const announcerProcess = createAnnouncerProcess();
    await announcerProcess.announcer.announce(madeClone());
    await announcerProcess.later();
    expect(slack.cards()).toHaveLength(1);
    await announcerProcess.later();
    await announcerProcess.later();
    expect(thread()).toHaveLength(1);
    // The card and its result; none that was taken back.
    expect(slack.countOf('chat.postMessage')).toBe(2);
  });
});

describe('a channel that cannot be told', () => {
  it.each([
    ['shared with another organisation', { is_member: true, is_ext_shared: true }, 'wrong_channel'],
    ['about to be shared', { is_member: true, is_pending_ext_shared: true }, 'wrong_channel'],
    ['without the bot', { is_member: false }, 'not_in_channel'],
  ])('because it is %s: nothing is posted, and the log says so', async (_, facts, outcome) => {
    slack.channels.set(channel, { id: channel, ...facts });
    const tag = freshTag();
    const announcerProcess = createAnnouncerProcess({ tag });
    await announcerProcess.announcer.announce(madeClone());
    expect(slack.countOf('chat.postMessage')).toBe(0);
    expect(announcerProcess.lines).toContainEqual(
      expect.objectContaining({
        event: 'report',
        outcome: 'slack_failed',
        slackError: outcome,
        distribution: 'ENEW0000000001',
      }),
    );
    // Still to be told, as soon as the channel is one that may know.
    expect(tag.value).toMatch(/^announce\//);
    slack.channels.set(channel, { id: channel, is_member: true });
    await announcerProcess.later();
    expect(slack.cards()).toHaveLength(1);
  });
});

it('has the facts on the card where there is no plan any more', async () => {
  await createAnnouncerProcess().announcer.announce(madeClone({ plan: undefined }));
  const shown = shownBy(slack.cards()[0]);
  for (const fact of ['www.example.com', 'new.example.net', 'EREFERENCE0001', 'ENEW0000000001', caller]) {
    expect(shown).toContain(fact);
  }
  expect(thread()).toHaveLength(1);
});

describe('a clone that is announced more than once', () => {
  it('is told once, by one process after the other', async () => {
    const tag = freshTag();
    const announcerProcess = createAnnouncerProcess({ tag });
    await announcerProcess.announcer.announce(madeClone());
    await announcerProcess.announcer.announce(madeClone({ madeBy: 'earlier' }));
    await createAnnouncerProcess({ tag }).announcer.announce(madeClone({ madeBy: 'earlier' }));
    expect(slack.countOf('chat.postMessage')).toBe(2);
    expect(slack.cards()).toHaveLength(1);
  });

  it('is told once although the link could not be tagged', async () => {
    await createAnnouncerProcess().announcer.announce(madeClone());
    await createAnnouncerProcess().announcer.announce(madeClone({ madeBy: 'earlier' }));
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
  });

  it('has one card after two that looked at the same moment', async () => {
    const tag = freshTag();
    const earlier = madeClone({ madeBy: 'earlier' });
    await Promise.all(
      [createAnnouncerProcess({ tag }), createAnnouncerProcess({ tag })].map(({ announcer }) =>
        announcer.announce(earlier),
      ),
    );
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
  });

  it('has one card where a repetition overtook the one who made it', async () => {
    const tag = freshTag();
    const latch = createLatch();
    const slow = createAnnouncerProcess({ tag, latch }).announcer.announce(madeClone());
    await createAnnouncerProcess({ tag }).announcer.announce(madeClone({ madeBy: 'earlier' }));
    latch.open();
    await slow;
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
    expect(tag.value).toContain(slack.cards()[0]?.ts.replace('.', ''));
  });
});

describe('a clone that nobody told the channel of', () => {
  it('is told by the sweep, once the one who made it had the time to', async () => {
    const tag = freshTag();
    const announcerProcess = createAnnouncerProcess({ tag });
    await announcerProcess.announcer.sweep();
    expect(slack.countOf('chat.postMessage')).toBe(0);
    announcerProcess.advance(120_000);
    await announcerProcess.announcer.sweep();
    await announcerProcess.announcer.sweep();
    expect(slack.cards()).toHaveLength(1);
    expect(shownBy(slack.cards()[0])).toContain(caller);
    expect(thread()).toHaveLength(1);
    expect(tag.value).toMatch(/^https:/);
  });

  it('is left to the channel of its tag for a day, and told here when nobody has looked after that one', async () => {
    const tag = { value: freshTag().value.replace(channel, 'C0OTHER') };
    const announcerProcess = createAnnouncerProcess({ tag });
    announcerProcess.advance(86_000_000);
    await announcerProcess.announcer.sweep();
    expect(slack.countOf('chat.postMessage')).toBe(0);
    announcerProcess.advance(400_000);
    await announcerProcess.announcer.sweep();
    await announcerProcess.announcer.sweep();
    expect(slack.cards()).toHaveLength(1);
    expect(thread()).toHaveLength(1);
    expect(tag.value).toMatch(/^https:/);
  });

  it('is left to the next try, whose waits grow, where there is one', async () => {
    slack.channels.set(channel, { id: channel, is_member: true, is_ext_shared: true });
    const announcerProcess = createAnnouncerProcess();
    announcerProcess.advance(120_000);
    await announcerProcess.announcer.sweep();
    const asked = slack.countOf('conversations.info');
    await announcerProcess.announcer.sweep();
    expect(slack.countOf('conversations.info')).toBe(asked);
    slack.channels.set(channel, { id: channel, is_member: true });
    await announcerProcess.later();
    expect(slack.cards()).toHaveLength(1);
  });
});

it('shows a name that means something to Slack as it is', async () => {
  const name = '<!channel> <https://evil.example|deploy> & *bold*';
  await createAnnouncerProcess().announcer.announce(
    madeClone({ caller: `user:7c0e5d1a-0000-4000-8000-000000000001 ${name}` }),
  );
  const [card] = slack.cards();
  const shown = [card, ...slack.thread(card?.ts ?? '')].map(shownBy).join('\n');
  expect(shown).toContain('&lt;!channel&gt; &lt;https://evil.example|deploy&gt; &amp;');
  expect(shown).not.toMatch(/<!channel>|<https:\/\/evil/);
  expect(recordOf(card).requester_name).toBe(name);
});

it('leaves a record that fits, is read back, and is shown by the history', async () => {
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example.net`;
  const plan = planOf({ domain: `${'a'.repeat(60)}.${long}`.slice(0, 253).replace(/\.?$/, ''), origin: long });
  await createAnnouncerProcess().announcer.announce(
    madeClone({ plan, domain: plan.domain, origin: plan.origin, caller: `user:${'7'.repeat(36)} ${'n'.repeat(128)}` }),
  );
  const [card] = slack.cards();
  expect(JSON.stringify(card?.metadata).length).toBeLessThan(maxRecordBytes);
  expect(readRecord({ metadata: { event_type: 'cf_clone', event_payload: { ...recordOf(card) } } })).toMatchObject({
    state: 'cloned',
    domain: plan.domain,
    distribution: 'ENEW0000000001',
  });
  const { pause } = createPause();
  const reader = createSlackApi({ botToken, apiUrl: undefined, pause, now: () => new Date() });
  const found = await createCardCache(reader, bot, () => new Date(), 0).read(channel);
  const [entry] = found.ok ? found.value : [];
  if (!entry) throw new Error('the history does not have it');
  expect(renderEntry(entry)).toContain('through the REST API by');
});
