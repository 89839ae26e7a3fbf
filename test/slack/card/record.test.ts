// What a card remembers of itself in its metadata, and what is believed when it is read back.
import { deflateRawSync } from 'node:zlib';
import { listMoves, packFields } from '../../../src/slack/card/plan-snapshot.js';
import {
  buildMark,
  cardStates,
  decisionEventType,
  eventType,
  isOurs,
  readMark,
  readRecord,
  resultEventType,
  toCallerReference,
  toMetadata,
  toPermalink,
} from '../../../src/slack/card/record.js';
import { headerValue, referenceConfig } from '../../support/aws-answers.js';
import { planOf, recordFor, sprawlingConfig } from '../../support/plans.js';

const plan = planOf();
const record = recordFor(plan);
const back = (metadata: ReturnType<typeof toMetadata>) =>
  readRecord({ metadata: JSON.parse(JSON.stringify(metadata)) });

describe('the record', () => {
  test('comes back as it was written', () => {
    expect(back(toMetadata(record))).toEqual(record);
  });

  test.each(cardStates)('in state %s is understood', (state) => {
    expect(back(toMetadata({ ...record, state, decided_by: 'U0BO', outcome: 'cloned' }))).toMatchObject({ state });
  });

  test('has no member that Slack does not take: no empty ones, nothing nested', () => {
    for (const value of Object.values(toMetadata({ ...record, decided_by: undefined }).event_payload)) {
      expect(['string', 'number', 'boolean']).toContain(typeof value);
    }
  });

  test('keeps why somebody asked and what the one who decided said', () => {
    const told = { ...record, reason: 'spring campaign', comment: 'until Monday' };
    expect(back(toMetadata(told))).toMatchObject({ reason: 'spring campaign', comment: 'until Monday' });
  });

  test('stays small with the largest reference: the packed fields are left out', () => {
    const remarks = { reason: 'r'.repeat(200), comment: 'c'.repeat(200) };
    const large = recordFor(planOf({ config: sprawlingConfig() }), remarks);
    const metadata = toMetadata(large);
    expect(JSON.stringify(metadata).length).toBeLessThan(4_000);
    expect(metadata.event_payload.fields).toBeUndefined();
    expect(back(metadata)).toMatchObject({ digest: large.digest });
  });

  test('holds no header value, not even packed', () => {
    expect(JSON.stringify(toMetadata(record))).not.toContain(headerValue);
    // Packed is not encrypted: what is inside must not hold it either.
    const other = structuredClone(referenceConfig);
    for (const header of other.Origins?.Items?.[0]?.CustomHeaders?.Items ?? []) header.HeaderValue = 'another';
    expect(packFields(planOf({ config: other }))).toBe(packFields(plan));
  });

  test.each([
    ['another event type', { event_type: 'other' }],
    ['another version', { event_payload: { ...record, v: 2 } }],
    ['an unknown state', { event_payload: { ...record, state: 'approved' } }],
    ['a digest that is none', { event_payload: { ...record, digest: 'x' } }],
    ['a person who is none', { event_payload: { ...record, requested_by: '<!channel>' } }],
    ['a reason that is too long', { event_payload: { ...record, reason: 'x'.repeat(201) } }],
    ['a time that is none', { event_payload: { ...record, expires_at: 'tomorrow' } }],
    ['nothing', { event_payload: undefined }],
  ])('is not read from metadata with %s', (_name, changes) => {
    const metadata = { event_type: eventType, event_payload: record, ...changes };
    expect(readRecord({ metadata: JSON.parse(JSON.stringify(metadata)) })).toBeUndefined();
  });

  test('is not read from a message without metadata', () => {
    expect(readRecord({ text: 'cf_clone' })).toBeUndefined();
    expect(readRecord(undefined)).toBeUndefined();
  });
});

describe('whose message it is', () => {
  const bot = { botId: 'B0CLONE', userId: 'U0CLONE' };
  test.each([
    ['our bot’s', { bot_id: 'B0CLONE', user: 'U0CLONE' }, true],
    ['our user’s, without a bot ID', { user: 'U0CLONE' }, true],
    ['another bot’s', { bot_id: 'B0EVIL', user: 'U0EVIL' }, false],
    ['another bot’s under our user', { bot_id: 'B0EVIL', user: 'U0CLONE' }, false],
    ['a person’s', { user: 'U0ANA' }, false],
    ['nobody’s', {}, false],
  ])('%s', (_name, message, expected) => {
    expect(isOurs(message, bot)).toBe(expected);
  });
});

describe('marks in the thread', () => {
  test('come back by their type alone', () => {
    const message = { metadata: buildMark(decisionEventType, 'U0BO', 'cancelled') };
    expect(readMark(message, decisionEventType)).toEqual({ by: 'U0BO', result: 'cancelled' });
    expect(readMark(message, resultEventType)).toBeUndefined();
  });

  test('by nobody who could be a person are not read', () => {
    expect(readMark({ metadata: buildMark(decisionEventType, '<!here>') }, decisionEventType)).toBeUndefined();
  });
});

test('the CallerReference follows from the place of the card, differs by card, and fits', () => {
  const one = toCallerReference('T0CDN', 'C0CDN', '1763888400.000001');
  expect(one).toBe(toCallerReference('T0CDN', 'C0CDN', '1763888400.000001'));
  expect(one).not.toBe(toCallerReference('T0CDN', 'C0CDN', '1763888400.000002'));
  expect(one).toMatch(/^[\x21-\x7e]{1,128}$/);
});

test.each(['https://example.slack.com/', 'https://example.slack.com'])('a permalink of %s', (url) => {
  expect(toPermalink(url, 'C0CDN', '1763888400.000001')).toBe(
    'https://example.slack.com/archives/C0CDN/p1763888400000001',
  );
});

describe('the packed fields', () => {
  test('tell what moved', () => {
    const moved = planOf({ config: { ...referenceConfig, HttpVersion: 'http2and3' }, etag: 'ETAG2' });
    expect(listMoves(packFields(plan), moved)).toEqual([{ path: 'HttpVersion', before: '', after: 'http2and3' }]);
  });

  test('of the same plan tell nothing', () => {
    expect(listMoves(packFields(plan), plan)).toEqual([]);
  });

  test.each([undefined, '', 'not base64 at all!', 'AAAA', Buffer.from('[]').toString('base64url')])(
    '%j cannot be read, and that is no fault',
    (packed) => {
      expect(listMoves(packed, plan)).toBeUndefined();
    },
  );

  test('that would unpack to something huge are not unpacked', () => {
    const bomb = deflateRawSync(JSON.stringify([['a', 'x'.repeat(20_000_000)]])).toString('base64url');
    expect(listMoves(bomb, plan)).toBeUndefined();
  });
});
