// Approve: one distribution, said in the thread and on the card.
import { actions } from '../../../src/slack/card/buttons.js';
import {
  answerApproval,
  answerCreate,
  answerIdentity,
  answerPlan,
  askForCard,
  bucket,
  buttonsOf,
  certificateArn,
  created,
  createdAnswer,
  domain,
  headerValue,
  maskId,
  origin,
  recordOf,
  reference,
  referencesOf,
  shownBy,
} from '../../support/aws-answers.js';
import { arnOf, cloudFrontError, hostOf, onCreate, textOf } from '../../support/aws-wire.js';
import { asFields, channel, team } from '../../support/slack-wire.js';
import { startTestBot, stopTestBots } from '../../support/test-bot.js';
import { createLatch, until } from '../../support/time.js';

afterEach(stopTestBots);

test('creates under a CallerReference that follows from team, channel and message alone', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const wire = answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  expect(referencesOf(wire)).toEqual([`cf-clone-${team.id}-${channel}-${card.ts}`]);
});

test('creates what the card showed: alias, origin, certificate, and the secret header for AWS alone', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const wire = answerApproval();
  await testBot.press(actions.approve, card);
  await testBot.finish();
  const sent = wire.requests[0]?.body ?? '';
  expect(textOf(sent, 'CNAME')).toBe(domain);
  expect(textOf(sent, 'ACMCertificateArn')).toBe(certificateArn);
  expect(textOf(sent, 'Comment')).toBe(domain);
  expect(sent).toContain(`<DomainName>${origin}</DomainName>`);
  expect(sent).toContain(headerValue);
  expect(sent).not.toContain('old.example.net');
});

test('tags say from what, by whom, approved by whom, and where it was discussed', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const wire = answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  const pairs = [...(wire.requests[0]?.body ?? '').matchAll(/<Key>([^<]*)<\/Key><Value>([^<]*)<\/Value>/g)];
  expect(Object.fromEntries(pairs.map(([, key, value]) => [key, value]))).toEqual({
    team: 'web',
    'cf-clone:reference': reference,
    'cf-clone:requested-by': 'U0ANA ana',
    'cf-clone:approved-by': 'U0BO',
    'cf-clone:card': `https://example.slack.com/archives/${channel}/p${card.ts.replace('.', '')}`,
  });
});

test('the card says cloning before CloudFront is asked to create', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const latch = createLatch();
  answerIdentity();
  answerPlan();
  const wire = answerCreate({ latch });
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await until('the create', () => wire.requests.length > 0);
  const [message] = testBot.slack.cards();
  expect(recordOf(message)).toMatchObject({ state: 'cloning', decided_by: 'U0BO' });
  expect(buttonsOf(message)).toEqual([]);
  latch.open();
  await testBot.finish();
  expect(recordOf(testBot.slack.cards()[0]).state).toBe('cloned');
});

test('the thread gets one post with ID, address, DNS record, console link and the bucket’s statement', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();

  const [result, ...more] = testBot.slack.threadAfterApproval(card.ts);
  expect(more).toEqual([]);
  for (const fact of [created, hostOf(created), domain, origin, reference, '<@U0ANA>', '<@U0BO>']) {
    expect(result?.text).toContain(fact);
  }
  expect(result?.text).toContain(`${domain} CNAME ${hostOf(created)}`);
  const shown = shownBy(result);
  expect(shown).toContain('A and AAAA ALIAS');
  expect(shown).toMatch(/https:\/\/[a-z0-9.-]*console\.aws\.amazon\.com\/cloudfront\/[^|]*ENEW0000000001/);
  expect(shown).toContain(bucket);
  expect(shown).toContain('arn:aws:s3:::assets/*');
  expect(shown).toContain(arnOf(created));
  expect(asFields(result?.metadata)).toMatchObject({ event_payload: { by: 'U0BO', result: created } });
});

test('the card loses its buttons and names approver and distribution, also in its text', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  const [message] = testBot.slack.cards();
  expect(recordOf(message)).toMatchObject({
    state: 'cloned',
    outcome: 'cloned',
    decided_by: 'U0BO',
    distribution: created,
    distribution_domain: hostOf(created),
  });
  expect(buttonsOf(message)).toEqual([]);
  for (const fact of [created, hostOf(created), domain, '<@U0BO>']) expect(message?.text).toContain(fact);
  expect(shownBy(message)).toContain(`approved by <@U0BO>`);
  // The facts stay where they were.
  expect(shownBy(message)).toContain('old.example.net');
  expect(testBot.slack.ephemerals).toEqual([]);
});

test('one’s own request may be approved where no second person is required', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  const wire = answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0ANA' });
  await testBot.finish();
  expect(wire.requests).toHaveLength(1);
});

test('nothing that was logged or sent to Slack holds a secret', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerApproval();
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  const logged = testBot.logged.join('');
  expect(logged).toContain('distribution created');
  expect(testBot.slack.sent()).toContain('X-Origin-Secret');
  for (const secret of [headerValue, 'xoxb-', 'signing-secret', 'aws-secret-key']) {
    expect(logged).not.toContain(secret);
    expect(testBot.slack.sent()).not.toContain(secret);
  }
  for (const secret of ['secret-part', 'ana@example.com', 'bo@example.com']) expect(logged).not.toContain(secret);
});

describe('a refusal of CloudFront', () => {
  async function refused(code: string, message: string) {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerIdentity();
    answerPlan({}, { times: 'any' });
    onCreate(cloudFrontError(400, code, message));
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    await testBot.finish();
    return { testBot, card };
  }

  test('stands on the card and in the thread with its reason, and the card offers Retry', async () => {
    const { testBot, card } = await refused('TooManyDistributions', 'You have reached the limit.');
    const [message] = testBot.slack.cards();
    expect(recordOf(message)).toMatchObject({ state: 'failed', outcome: 'quota_exceeded', decided_by: 'U0BO' });
    expect(shownBy(message)).toContain('You have reached the limit.');
    expect(shownBy(message)).toContain('aws-request-1');
    expect(buttonsOf(message)).toEqual([actions.retry, actions.edit, actions.plan]);
    const [line, ...more] = testBot.slack.threadAfterApproval(card.ts);
    expect(more).toEqual([]);
    expect(line?.text).toContain('Nothing was created.');
    expect(line?.text).toContain('quota_exceeded');
  });

  test('can be retried under the same CallerReference, by somebody else too', async () => {
    const testBot = await startTestBot();
    const card = await askForCard(testBot);
    answerIdentity({ times: 'any' });
    answerPlan({}, { times: 'any' });
    const full = cloudFrontError(400, 'TooManyDistributions', 'You have reached the limit.');
    const wire = onCreate((request, count) => (count === 1 ? full : createdAnswer(request)), { times: 2 });
    await testBot.press(actions.approve, card, { user: 'U0BO' });
    await until('the failure', () => recordOf(testBot.slack.cards()[0]).state === 'failed');
    await until('its line', () => testBot.slack.threadAfterApproval(card.ts).length === 1);
    await testBot.press(actions.retry, card, { user: 'U0ANA' });
    await testBot.finish();
    expect(new Set(referencesOf(wire)).size).toBe(1);
    expect(recordOf(testBot.slack.cards()[0])).toMatchObject({ state: 'cloned', decided_by: 'U0ANA' });
  });

  test('words of AWS cannot become a mention or a link', async () => {
    const { testBot } = await refused('InvalidArgument', 'bad <!channel> <https://evil.example|name> value');
    expect(testBot.slack.sent()).not.toContain('<!channel>');
    expect(testBot.slack.sent()).not.toContain('<https://evil.example');
  });

  test('Approve pressed on the failed card is answered, not carried out', async () => {
    const { testBot, card } = await refused('InvalidArgument', 'no');
    const again = await startTestBot({ slack: testBot.slack });
    const [, groups] = answerIdentity({ times: 'any' });
    await again.press(actions.approve, card, { user: 'U0BO' });
    await again.finish();
    await until('the end of the question', () => groups?.requests.length === 1);
    expect(testBot.slack.ephemerals.at(-1)?.text).toContain('Retry');
  });
});

test('an alias that somebody took in the meantime is said with its holder, and the card can still be cancelled', async () => {
  const testBot = await startTestBot();
  const card = await askForCard(testBot);
  answerIdentity();
  const holder = { id: 'EHOLDER000001', aliases: [domain] };
  answerPlan({ holders: [holder] }, { times: 'any' });
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  expect(testBot.slack.ephemerals.map(({ text }) => text)).toEqual([expect.stringContaining(maskId(holder.id))]);
  expect(buttonsOf(testBot.slack.cards()[0])).toEqual([
    actions.approve,
    actions.edit,
    actions.cancel,
    actions.plan,
    actions.approveWithComment,
  ]);
});
