// `/cf-clone` through the real receiver: acknowledged at once, answered by one card or by a sentence for the asker alone.

import {
  answerIdentity,
  answerPlan,
  askForCard,
  buttonsOf,
  certificateArn,
  cloneCommand,
  domain,
  origin,
  recordOf,
  reference,
  shownBy,
} from '../../../support/aws-answers.js';
import { hostOf, jsonAnswer, onListCertificates, type Wire } from '../../../support/aws-wire.js';
import { shownView, typedIn } from '../../../support/form.js';
import { asFields, channel } from '../../../support/slack-wire.js';
import { heard, startTestBot, stopTestBots } from '../../../support/test-bot.js';
import { createLatch, until } from '../../../support/time.js';

afterEach(stopTestBots);

const asked = (wires: readonly Wire[]) => wires.every(({ requests }) => requests.length > 0);

describe('the acknowledgement', () => {
  test('comes, empty, while every AWS answer is still held back', async () => {
    const testBot = await startTestBot();
    const latch = createLatch();
    const wires = [...answerIdentity({ latch }), ...answerPlan({}, { latch }).first];
    // The second round of the plan follows once the latch is open.
    expect(await testBot.command(cloneCommand)).toEqual({ status: 200, body: '' });
    await until('the questions to AWS', () => asked(wires.slice(2)));
    expect(testBot.slack.cards()).toEqual([]);
    latch.open();
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
  });

  test('is followed by a notice where the card takes longer than two seconds, and by nothing where it does not', async () => {
    const testBot = await startTestBot();
    const latch = createLatch();
    answerIdentity({ latch });
    answerPlan({}, { latch });
    await testBot.command(cloneCommand);
    testBot.clock.advance(2_000);
    await until('the notice', () => testBot.slack.ephemerals.length > 0);
    latch.open();
    await until('its removal', () => testBot.slack.ephemerals.length > 1);
    testBot.clock.advance(60_000);
    await askForCard(testBot);
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(2);
    expect(testBot.slack.ephemerals.map(({ body }) => body)).toEqual([
      expect.objectContaining({ text: expect.stringContaining('Planning…') }),
      { delete_original: true },
    ]);
  });

  test('comes though Slack itself does not say who is asking', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('users.info', { kind: 'unavailable' }, { times: 9 });
    answerPlan({}, { times: 'any' });
    expect((await testBot.command(cloneCommand)).status).toBe(200);
    expect(await heard(testBot.slack)).toContain('could not check who you are');
    await testBot.finish();
  });
});

describe('speed', () => {
  test('who is asking and what the plan needs are asked at the same time', async () => {
    const testBot = await startTestBot();
    const person = createLatch();
    const plan = createLatch();
    const [users] = answerIdentity({ latch: person });
    const { first, second } = answerPlan({}, { latch: plan });
    await testBot.command(cloneCommand);
    await until('both at once', () => users && asked([users, ...first]));
    expect(asked(second)).toBe(false);
    person.open();
    plan.open();
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
  });

  test('tags and conflicts are asked at the same time, without waiting for the person', async () => {
    const testBot = await startTestBot();
    const person = createLatch();
    answerIdentity({ latch: person });
    const { second } = answerPlan();
    await testBot.command(cloneCommand);
    await until('the second round', () => asked(second));
    expect(testBot.slack.cards()).toEqual([]);
    person.open();
    await testBot.finish();
    expect(testBot.slack.cards()).toHaveLength(1);
  });
});

describe('the card', () => {
  test('is posted once, in the channel, with all it needs to know in its metadata', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    await testBot.finish();

    expect(testBot.slack.countOf('chat.postMessage')).toBe(1);
    const [message] = testBot.slack.cards();
    expect(message).toMatchObject({ channel, ts: card.ts, metadata: { event_type: 'cf_clone' } });
    expect(recordOf(message)).toMatchObject({
      state: 'pending',
      domain,
      origin,
      reference,
      etag: 'ETAG1',
      certificate: certificateArn,
      requested_by: 'U0ANA',
      expires_at: testBot.clock.now().getTime() / 1_000 + 8 * 3_600,
    });
    expect(card.value).toMatch(/^[0-9a-f]{64}$/);
    expect(buttonsOf(message)).toEqual([
      'cf_clone_approve',
      'cf_clone_edit',
      'cf_clone_cancel',
      'cf_clone_plan',
      'cf_clone_approve_comment',
    ]);
    expect(testBot.slack.ephemerals).toEqual([]);
  });

  test('says in its top-level text alone everything that someone would search for', async () => {
    const testBot = await startTestBot();
    await askForCard(testBot);
    const [message] = testBot.slack.cards();
    for (const fact of [domain, origin, 'old.example.net', reference, 'ref.example.com', 'production site']) {
      expect(message?.text).toContain(fact);
    }
    for (const fact of [certificateArn, '*.example.com', '<@U0ANA>', 'X-Origin-Secret']) {
      expect(message?.text).toContain(fact);
    }
  });

  test('makes no link, mention or preview of the names in it', async () => {
    const testBot = await startTestBot();
    await askForCard(testBot);
    const post = testBot.slack.calls.find(({ method }) => method === 'chat.postMessage');
    expect(post?.args).toMatchObject({
      parse: 'none',
      link_names: 'false',
      unfurl_links: 'false',
      unfurl_media: 'false',
    });
  });

  test.each(['invalid_blocks', 'msg_blocks_too_long'])(
    'is drawn with old blocks where Slack answers %s',
    async (error) => {
      const testBot = await startTestBot();
      testBot.slack.fail('chat.postMessage', { kind: 'refused', error });
      await askForCard(testBot);
      await testBot.finish();

      const [message, ...more] = testBot.slack.cards();
      expect(more).toEqual([]);
      const types = new Set(message?.blocks.map((block) => String(block.type)));
      for (const newer of ['alert', 'container', 'table', 'plan', 'task_card']) expect(types).not.toContain(newer);
      expect(buttonsOf(message)).toEqual([
        'cf_clone_approve',
        'cf_clone_edit',
        'cf_clone_cancel',
        'cf_clone_plan',
        'cf_clone_approve_comment',
      ]);
      for (const fact of [domain, origin, reference, 'X-Origin-Secret']) expect(shownBy(message)).toContain(fact);
    },
  );

  test.each([
    ['its own cloudfront.net name', hostOf(reference)],
    ['an alias', 'ref.example.com'],
    ['an alias, as Slack links it', '<http://ref.example.com|ref.example.com>'],
  ])('a reference named by %s is looked up in the index', async (_what, name) => {
    answerPlan();
    const testBot = await startTestBot();
    await until('the index', () => testBot.logged.some((line) => line.includes('"isComplete":true')));
    answerIdentity();
    await testBot.command(`${domain} ${origin} ${name}`);
    await testBot.finish();
    expect(recordOf(testBot.slack.cards()[0]).reference).toBe(reference);
  });

  test('a reference by alias is not known while the account is still being read, and that is said', async () => {
    const testBot = await startTestBot();
    answerIdentity();
    onListCertificates(jsonAnswer({ CertificateSummaryList: [] }));
    await testBot.command(`${domain} ${origin} ref.example.com`);
    await testBot.finish();
    const told = testBot.slack.ephemerals.map(({ text }) => text);
    expect(told).toEqual([expect.stringMatching(/`ref\.example\.com`.*still being read.*Give the ID/)]);
  });
});

describe('words that are no request', () => {
  test.each([
    ['nothing at all', '', 'ref_dist'],
    ['help', 'help', 'ref_dist'],
    ['two words', 'www.example.com new.example.net', 'Missing: the reference'],
    ['a fourth word', `${cloneCommand} please`, 'please'],
    ['a scheme', `ftp://www.example.com ${origin} ${reference}`, 'scheme'],
    ['words in another order', `${reference} ${domain} ${origin}`, 'another order'],
    ['the same name twice', `${domain} ${domain} ${reference}`, 'fetch from itself'],
    ['three wrong words', '10.0.0.1 host:80 x', 'Domain:'],
  ])(
    '%s is answered to the asker alone where no form opens, before anything is asked',
    async (_name, text, expected) => {
      const testBot = await startTestBot();
      testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
      const before = testBot.slack.calls.length;
      expect(await testBot.command(text)).toEqual({ status: 200, body: '' });
      expect(await heard(testBot.slack)).toContain(expected);
      await testBot.finish();
      expect(testBot.slack.ephemerals[0]?.body).toMatchObject({ response_type: 'ephemeral', replace_original: false });
      const asked = testBot.slack.calls.slice(before).map(({ method }) => method);
      expect(asked.filter((method) => method !== 'views.open')).toEqual([]);
    },
  );

  test.each([
    ['nothing', '', {}, 'Nothing is created before'],
    ['two words', 'www.example.com new.example.net', { domain, origin: 'new.example.net' }, 'Missing: the reference'],
    ['a reference alone', reference, { reference }, 'Missing'],
    ['words in another order', `${reference} ${domain} ${origin}`, { domain, origin, reference }, 'another order'],
    ['a fourth word', `${cloneCommand} please`, { domain, origin, reference }, 'please'],
    ['a path', `https://www.example.com/shop ${origin} ${reference}`, { origin, reference }, 'has a path'],
  ])('%s opens the form, filled with what was understood', async (_name, text, fields, shown) => {
    const testBot = await startTestBot();
    expect(await testBot.command(text)).toEqual({ status: 200, body: '' });
    await testBot.finish();
    expect(testBot.slack.ephemerals).toEqual([]);
    expect(typedIn(testBot)).toMatchObject(fields);
    expect(shownView(testBot)).toContain(shown);
    expect(shownView(testBot)).not.toContain('"block_id":"channel"');
  });

  test('the form opens before anything is asked, and asks for a channel where there is none', async () => {
    const testBot = await startTestBot();
    const before = testBot.slack.calls.length;
    await testBot.command('', { channel: 'D0DIRECT' });
    await testBot.finish();
    expect(testBot.slack.calls.slice(before).map(({ method }) => method)).toEqual(['views.open']);
    expect(shownView(testBot)).toContain('"block_id":"channel"');
  });

  test('what was typed cannot become a mention or a link in the answer', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    await testBot.command('<!channel> <https://evil.example|www.example.com> *x&y*');
    const said = await heard(testBot.slack);
    expect(said).not.toMatch(/<[!@#h]/);
    expect(said).toContain('&lt;!channel&gt;');
  });
});

test.each(['since:yesterday', 'everywhere since:yesterday'])(
  'the refusal of `history %s` says nothing about a create, because the person only reads',
  async (search) => {
    const testBot = await startTestBot();
    await testBot.command(`history ${search}`);
    const answer = await heard(testBot.slack);
    expect(answer).toContain('is not a time');
    expect(answer).not.toContain('created');
    await testBot.finish();
  },
);

describe('places where clones are not asked for', () => {
  test.each([
    ['a direct message', 'D0DIRECT', undefined, {}, 'in a direct message'],
    ['a group of direct messages', 'G0GROUP', { is_mpim: true, is_member: true }, {}, 'in a direct message'],
    ['a channel shared with others', 'C0SHARED', { is_ext_shared: true, is_member: true }, {}, 'shared'],
    ['a channel about to be shared', 'C0SOON', { is_pending_ext_shared: true, is_member: true }, {}, 'shared'],
    ['a channel that the bot is not in', 'C0OUT', { is_member: false }, {}, '/invite'],
    ['a private channel that the bot cannot see', 'G0HIDDEN', undefined, {}, '/invite'],
    [
      'a channel that is not allowed',
      'C0OTHER',
      { is_member: true },
      { SLACK_ALLOWED_CHANNELS: 'C0CDN' },
      'switched off',
    ],
  ])('%s', async (_name, place, found, env, expected) => {
    const testBot = await startTestBot({ env });
    if (found) testBot.slack.channels.set(place, { id: place, ...found });
    answerIdentity({ times: 'any' });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand, { channel: place });
    await testBot.finish();
    expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining(expected)]);
    expect(testBot.slack.messages).toEqual([]);
  });

  test('a channel that Slack says nothing about is refused, and said to be unknown', async () => {
    const testBot = await startTestBot();
    testBot.slack.fail('conversations.info', { kind: 'refused', error: 'missing_scope' });
    answerIdentity({ times: 'any' });
    answerPlan({}, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expect(testBot.slack.ephemerals[0]?.text).toContain('missing_scope');
    expect(testBot.slack.messages).toEqual([]);
  });

  test.each([
    ['not_in_channel', '/invite'],
    ['is_archived', 'archived'],
    ['restricted_action_read_only_channel', 'may not post'],
    ['metadata_too_large', 'metadata_too_large'],
  ])('a post that Slack refuses with %s is explained to the asker', async (error, expected) => {
    const testBot = await startTestBot();
    testBot.slack.fail('chat.postMessage', { kind: 'refused', error });
    answerIdentity();
    answerPlan();
    await testBot.command(cloneCommand);
    await testBot.finish();
    expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining(expected)]);
    expect(testBot.slack.messages).toEqual([]);
  });
});

describe('a plan that cannot be', () => {
  test.each([
    ['a domain that is taken', { holders: [{ id: 'EHOLDER000001', aliases: [domain] }] }, '*******000001'],
    ['a domain without a certificate', { certificates: [] }, 'certificate'],
  ])('%s is told to the asker alone, with the facts', async (_name, answers, expected) => {
    const testBot = await startTestBot();
    answerIdentity();
    answerPlan(answers, { times: 'any' });
    await testBot.command(cloneCommand);
    await testBot.finish();
    expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining(expected)]);
    expect(testBot.slack.ephemerals[0]?.text).toContain('Nothing was created.');
    expect(testBot.slack.messages).toEqual([]);
  });
});

test('the card’s metadata holds the plan’s facts and no more than Slack takes', async () => {
  const testBot = await startTestBot();
  await askForCard(testBot);
  const metadata = asFields(testBot.slack.cards()[0]?.metadata);
  expect(JSON.stringify(metadata).length).toBeLessThan(4_000);
});
