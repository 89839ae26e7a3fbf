// The sentences of a refusal, whoever asked.
import { describeRefusal, type RefusalTexts } from '../../src/messages/refusal.js';
import { slackTexts } from '../../src/slack/messages.js';
import { type Refusal, refuse, type SlackOutcome } from '../../src/slack/outcomes.js';

const texts: RefusalTexts<SlackOutcome> = slackTexts;
const tellAbout = (refusal: Refusal, purpose?: 'create' | 'read') =>
  describeRefusal<SlackOutcome>(refusal, texts, purpose);

test('one paragraph says what happened, that nothing was created, and what to do, with the AWS request', () => {
  expect(tellAbout(refuse('throttled', { awsRequestId: 'req-1' })).paragraph).toBe(
    `${texts.what.throttled} (AWS request req-1) Nothing was created. ${texts.next.throttled}`,
  );
});

test('the sentences of the case replace those of the outcome, and facts follow', () => {
  const text = tellAbout(refuse('alias_in_use', { what: 'No.', also: 'Really.', next: 'Ask.' }));
  expect(text).toEqual({ what: 'No. Really.', next: 'Ask.', paragraph: 'No. Really. Nothing was created. Ask.' });
});

test('a refusal that another one led to tells both', () => {
  const cause = refuse('access_denied', { also: 'CloudFront says `X`.' });
  expect(tellAbout(refuse('unknown_result', { cause })).what).toBe(
    `${texts.what.unknown_result} ${texts.what.access_denied} CloudFront says \`X\`.`,
  );
});

test('a reason has its own next step', () => {
  expect(
    tellAbout(refuse('rejected_by_aws', { details: [{ kind: 'caller_reference_taken', facts: { id: 'E1' } }] })).next,
  ).toBe(texts.nextByDetail.caller_reference_taken);
});

test('somebody who only reads is told nothing about what was created', () => {
  for (const outcome of ['throttled', 'bot_failed'] as const) {
    expect(tellAbout(refuse(outcome), 'read').paragraph).not.toMatch(/created/);
    expect(tellAbout(refuse(outcome)).paragraph).toMatch(/created/);
  }
});
