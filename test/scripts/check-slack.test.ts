// The check of a real Slack, tried on the fake: it finds what Slack refuses and how long reads lag, and keeps to the limits.
import { hasRefusal, renderReport } from '../../scripts/check-slack/report.js';
import { cardStates } from '../../src/slack/card/record.js';
import {
  type Checked,
  checkedChannel,
  checkedToken,
  type SlackCheck,
  startSlackCheck,
} from '../support/slack-check.js';
import { asFields } from '../support/slack-wire.js';

jest.setTimeout(180_000);

let slackCheck: SlackCheck;
const start = async (options: Parameters<typeof startSlackCheck>[0] = {}) => {
  slackCheck = await startSlackCheck(options);
};
const errors = () => slackCheck.slack.calls.all().flatMap(({ error }) => error ?? []);

describe('in a workspace that keeps to its limits', () => {
  let checked: Checked;
  beforeAll(async () => {
    await start();
    checked = await slackCheck.run('workspace', 3);
  });
  afterAll(() => slackCheck.slack.close());

  test('everything is accepted, in each state and in both styles', () => {
    expect(checked.ending).toBe('done');
    expect(hasRefusal(checked.report)).toBe(false);
    for (const state of cardStates) {
      for (const look of ['ordinary, modern', 'ordinary, plain', 'largest, modern', 'largest, plain']) {
        expect(checked.find('card', `${state} (${look})`)).toMatchObject({ verdict: 'ok' });
      }
    }
    for (const line of [
      'result',
      'deployed',
      'result, DNS corrected',
      'deployed, DNS corrected',
      'verification',
      'bulk card',
    ]) {
      expect(checked.find('message', line)).toMatchObject({ verdict: 'ok' });
    }
    expect(checked.find('view', 'Home tab')).toMatchObject({ verdict: 'ok' });
    expect(checked.find('limit', 'sectionText 3000')?.detail).toContain('one more: invalid_blocks');
    expect(checked.find('lag', 'chat.update → conversations.history')?.detail).toContain('median 0 ms');
  });

  test('nothing is left, no call was one too many, and no bot takes a message for its own', () => {
    expect(slackCheck.standing()).toEqual([]);
    expect(errors()).not.toContain('ratelimited');
    const written = slackCheck.slack.calls
      .all()
      .filter(({ method }) => method === 'chat.postMessage' || method === 'chat.update');
    expect(new Set(written.map(({ args }) => asFields(args.metadata).event_type))).toEqual(new Set(['cf_clone_check']));
  });

  test('the report is a table without the token', () => {
    const text = renderReport(checked.report);
    expect(text).toMatch(/^ok {7}card {8}pending \(ordinary, modern\)/m);
    expect(text).toMatch(/\d+ ok, 0 notes, 0 refused\n$/);
    expect(text).not.toContain(checkedToken);
  });
});

describe('in another workspace', () => {
  afterEach(() => slackCheck.slack.close());

  test('a drawing that Slack refuses is named with the reason, and the plain one is tried all the same', async () => {
    await start({ refusedBlocks: ['container'], metadataLimit: 3_000 });
    const checked = await slackCheck.run('workspace');
    expect(checked.ending).toBe('done');
    expect(hasRefusal(checked.report)).toBe(true);
    expect(checked.find('card', 'pending (ordinary, modern)')).toMatchObject({
      verdict: 'refused',
      detail: expect.stringContaining('unsupported type: container'),
    });
    expect(checked.find('card', 'pending (ordinary, plain)')).toMatchObject({ verdict: 'ok' });
    expect(checked.find('limit', 'containerTitle')).toMatchObject({ verdict: 'refused' });
    expect(checked.find('limit', 'metadata 3500 bytes')?.detail).toBe('metadata_too_large');
    expect(slackCheck.standing()).toEqual([]);
  });

  test.each([
    [700, 'ok'],
    [2_500, 'refused'],
  ])(
    'reads that lag by %i ms are measured, and found too late where the bot counts on less',
    async (readLagMs, verdict) => {
      await start({ readLagMs });
      const checked = await slackCheck.run('workspace');
      const row = checked.find('lag', 'chat.update → conversations.replies');
      const [, median = 0, max = 0] = /median (\d+) ms, at most (\d+) ms in 2 rounds/.exec(row?.detail ?? '') ?? [];
      expect(row?.verdict).toBe(verdict);
      expect(Number(median)).toBeGreaterThanOrEqual(readLagMs);
      expect(Number(max)).toBeLessThan(readLagMs * 3);
      expect(checked.find('card', 'deployed (largest, modern)')).toMatchObject({ verdict: 'ok' });
      expect(slackCheck.standing()).toEqual([]);
    },
  );

  describe('where nothing can be tried', () => {
    test.each([
      [
        'a token that Slack does not know',
        () => (slackCheck.slack.settings.botToken = 'xoxb-other'),
        'auth.test',
        'invalid_auth',
      ],
      [
        'a channel that the bot is not in',
        () => slackCheck.slack.workspace.putChannel({ id: checkedChannel, members: ['U0ANA000001'] }),
        'channel',
        '/invite',
      ],
      [
        'a channel that is shared with another organisation',
        () => slackCheck.slack.workspace.putChannel({ id: checkedChannel, is_ext_shared: true }),
        'channel',
        'shared',
      ],
      [
        'a scope that is missing',
        () => slackCheck.slack.faults.add({ method: 'conversations.history', kind: 'error', error: 'missing_scope' }),
        'messages of an earlier run',
        'missing_scope',
      ],
    ])('%s is named, and nothing is posted', async (_name, spoil, row, detail) => {
      await start();
      spoil();
      const checked = await slackCheck.run('workspace');
      expect(checked.ending).toBe('impossible');
      expect(checked.find('connection', row)).toMatchObject({
        verdict: 'refused',
        detail: expect.stringContaining(detail),
      });
      expect(slackCheck.slack.calls.all('chat.postMessage')).toEqual([]);
    });
  });

  describe('without a token', () => {
    test('every drawing is validated, and nothing is posted', async () => {
      await start();
      const checked = await slackCheck.run('drawings');
      expect(checked.ending).toBe('done');
      expect(hasRefusal(checked.report)).toBe(false);
      for (const state of cardStates) {
        expect(checked.find('card', `${state} (largest, modern)`)).toMatchObject({ verdict: 'ok' });
      }
      expect(new Set(slackCheck.slack.calls.all().map(({ method }) => method))).toEqual(new Set(['blocks.validate']));
      expect(errors()).toEqual([]);
    });

    test('a drawing that Slack refuses is named with the place', async () => {
      await start({ refusedBlocks: ['plan'] });
      const checked = await slackCheck.run('drawings');
      expect(checked.find('card', 'cloned (ordinary, modern)')).toMatchObject({
        verdict: 'refused',
        detail: expect.stringMatching(/unsupported type: plan at \/blocks\/\d\/type/),
      });
      expect(checked.find('card', 'deployed (ordinary, modern)')).toMatchObject({ verdict: 'ok' });
    });

    test('a rate limit is waited for', async () => {
      await start();
      slackCheck.slack.faults.add({ method: 'blocks.validate', kind: 'rate-limited', retryAfter: 30, times: 2 });
      const startedAt = slackCheck.now();
      expect(hasRefusal((await slackCheck.run('drawings')).report)).toBe(false);
      expect(slackCheck.now() - startedAt).toBeGreaterThanOrEqual(60_000);
    });

    test('a Slack that cannot be reached is named', async () => {
      await start();
      slackCheck.slack.faults.add({ method: 'blocks.validate', kind: 'lost-before', times: 'always' });
      const checked = await slackCheck.run('drawings');
      expect(checked.ending).toBe('impossible');
      expect(checked.find('connection', 'blocks.validate')).toMatchObject({ verdict: 'refused' });
    });
  });
});
