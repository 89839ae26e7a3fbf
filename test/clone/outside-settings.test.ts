// What counts of the settings outside a configuration: in the digest of a plan, and when it is made again for a card.
import {
  type LogDelivery,
  markLogs,
  nothingKnown,
  type OutsideMarks,
  type OutsideSettings,
  type OutsideStep,
  settleMarks,
  toMarks,
} from '../../src/clone/outside-settings.js';
import { buildPlan } from '../../src/clone/plan.js';
import { good, makeInput } from './references.js';

const delivery: LogDelivery = { logType: 'ACCESS_LOGS', destination: 'arn:logs', destinationType: 'S3' };
const none: OutsideSettings = { logs: [], hasMetrics: false, isProtected: false, pricingPlan: '' };
const all: OutsideSettings = { logs: [delivery], hasMetrics: true, isProtected: true, pricingPlan: 'PRO' };

function planWith(settings: OutsideSettings, shown?: OutsideMarks, copies: readonly OutsideStep[] = []) {
  return good(buildPlan({ ...makeInput(), outside: { found: { settings, unread: [] }, shown, copies } }));
}

test('what nobody knows has no mark, and what is not there an empty one', () => {
  expect(toMarks(nothingKnown)).toEqual({});
  expect(toMarks(none)).toEqual({ logs: '', metrics: '', shield: '', pricing_plan: '' });
  expect(toMarks(all)).toEqual({ logs: markLogs([delivery]), metrics: 'on', shield: 'on', pricing_plan: 'PRO' });
});

test('deliveries are told apart by where they lead and what they write', () => {
  const marks = [[delivery], [{ ...delivery, destination: 'arn:other' }], [{ ...delivery, recordFields: ['date'] }]];
  expect(new Set(marks.map(markLogs)).size).toBe(3);
});

test.each<[string, OutsideMarks, OutsideMarks | undefined, OutsideMarks]>([
  ['a new card shows what is known', { logs: 'a' }, undefined, { logs: 'a' }],
  ['what moved counts', { logs: 'b' }, { logs: 'a' }, { logs: 'b' }],
  ['what cannot be read now counts as shown', {}, { logs: 'a', shield: '' }, { logs: 'a', shield: '' }],
  ['what was not shown does not count', { logs: 'a' }, {}, {}],
])('%s', (_what, now, shown, expected) => {
  expect(settleMarks(now, shown)).toEqual(expected);
});

describe('the digest', () => {
  const plain = good(buildPlan(makeInput())).digest;

  test('is the same without such settings as before there were any', () => {
    expect(planWith(none).digest).toBe(plain);
    expect(planWith(nothingKnown).digest).toBe(plain);
  });

  test.each<[string, Partial<OutsideSettings>]>([
    ['access logs', { logs: [delivery] }],
    ['metrics', { hasMetrics: true }],
    ['Shield Advanced', { isProtected: true }],
    ['a flat-rate plan', { pricingPlan: 'PRO' }],
  ])('is another one with %s', (_what, settings) => {
    expect(planWith({ ...none, ...settings }).digest).not.toBe(plain);
  });

  test('names the steps that the bot does, whether the reference has the settings or not', () => {
    const digests = [
      planWith(none),
      planWith(none, undefined, ['logs']),
      planWith(none, undefined, ['metrics', 'logs']),
    ];
    expect(new Set(digests.map(({ digest }) => digest)).size).toBe(3);
    expect(planWith(nothingKnown, undefined, ['logs', 'metrics']).digest).toBe(digests[2]?.digest);
  });

  test('stays while AWS does not answer, before the card or at the approval', () => {
    const card = planWith(all);
    expect(planWith(nothingKnown, card.outside).digest).toBe(card.digest);
    const blind = planWith(nothingKnown);
    expect(planWith(all, blind.outside).digest).toBe(blind.digest);
  });

  test('changes with a setting that the card has shown otherwise, and stays so for the redrawn card', () => {
    const card = planWith(all);
    const redrawn = planWith({ ...all, logs: [] }, card.outside);
    expect(redrawn.digest).not.toBe(card.digest);
    expect(planWith({ ...all, logs: [] }, redrawn.outside).digest).toBe(redrawn.digest);
    expect(planWith(nothingKnown, redrawn.outside).digest).toBe(redrawn.digest);
  });
});
