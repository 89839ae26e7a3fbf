// The card of any reference that AWS allows, in every state, against everything that the fake of Slack refuses.
import { readContent } from '../../../sandbox/fakes/slack/content.js';
import { findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import { DEFAULTS } from '../../../sandbox/fakes/slack/settings.js';
import { SlackError } from '../../../sandbox/fakes/slack/slack-error.js';
import { slackLimits } from '../../../sandbox/fakes/slack/slack-limits.js';
import { grantKinds } from '../../../src/clone/grants.js';
import type { ClonePlan } from '../../../src/clone/plan.js';
import { type BlockStyle, type Move, type Redrawing, renderPlan } from '../../../src/slack/card/plan-blocks.js';
import { listMoves, packFields } from '../../../src/slack/card/plan-snapshot.js';
import { renderPlanView } from '../../../src/slack/card/plan-view.js';
import { type CardRecord, type CardState, hasClone, nextStates, toMetadata } from '../../../src/slack/card/record.js';
import { readLastingBlocks, renderCard, summarizeCard } from '../../../src/slack/card/state-blocks.js';
import { renderResult } from '../../../src/slack/card/thread-messages.js';
import type { Block } from '../../../src/slack/client/web-api.js';
import { largeReferences } from '../../clone/arbitrary.js';
import { newHosts } from '../../clone/references.js';
import { arnOf, hostOf } from '../../support/aws-wire.js';
import { buildPlanOf, cardFor, made, now, planOf, recordFor } from '../../support/plans.js';
import fc from '../../support/property.js';
import { asFields, type Fields } from '../../support/slack-wire.js';

const longHost = `${['o', 'p', 'q'].map((letter) => letter.repeat(63)).join('.')}.example.com`;
const longDomain = `${['a', 'b', 'c'].map((letter) => letter.repeat(63)).join('.')}.example.com`;

const cases = fc.record({
  reference: largeReferences,
  origin: fc.constantFrom(...Object.values(newHosts), longHost),
  domain: fc.constantFrom('www.example.com', '*.example.com', longDomain),
  style: fc.constantFrom<BlockStyle[]>('modern', 'plain'),
  redrawing: fc.constantFrom('none', 'compared', 'sixty fields', 'sixty fields', 'unknown'),
});

/** A counterexample as it was found: to make a reference of this size smaller takes minutes. */
const asFound = { endOnFailure: true } as const;

const groups = Array.from({ length: 40 }, (_, index) => `group-${index}-${'g'.repeat(110)}`);
const appearance = { approvers: groups, requireSecondPerson: true, note: 'what AWS said &amp; more '.repeat(300) };

/** Sixty fields, each with the longest name and values. */
const sixtyMoves: Move[] = Array.from({ length: 60 }, (_, index) => ({
  path: `CacheBehaviors[/${index}/${'<&>'.repeat(80)}].TargetOriginId`,
  before: `&${'b'.repeat(500)}`,
  after: index % 3 === 0 ? '' : `<${'a'.repeat(500)}`,
}));

/** As Slack takes a message; throws with the reasons why it does not. */
function take(given: Fields) {
  try {
    return readContent(given, DEFAULTS);
  } catch (error) {
    throw error instanceof SlackError ? new Error(JSON.stringify(error.toAnswer())) : error;
  }
}

/** What Slack keeps of a card, as a read gives it back. */
function keep(record: CardRecord, blocks: readonly unknown[], also = ''): { readonly blocks: readonly Fields[] } {
  const text = summarizeCard(record, also);
  const { event_type, event_payload } = toMetadata(record);
  const kept = take({ text, blocks, metadata: { event_type, event_payload } });
  if ((kept.text ?? '').length > slackLimits.updatedText.max) throw new Error('msg_too_long');
  return { blocks: kept.blocks ?? [] };
}

function toRedrawing(kind: string, plan: ClonePlan): Redrawing | undefined {
  if (kind === 'none') return undefined;
  if (kind === 'unknown') return { moves: undefined };
  return { moves: kind === 'sixty fields' ? sixtyMoves : listMoves(packFields(planOf()), plan) };
}

function recordIn(plan: ClonePlan, state: CardState): CardRecord {
  const isMade = hasClone({ state });
  return recordFor(plan, {
    state,
    requester_name: 'n'.repeat(80),
    reason: '&'.repeat(200),
    ...(state === 'pending' || state === 'expired'
      ? {}
      : { decided_by: 'U0BO', decider_name: 'm'.repeat(80), comment: '<'.repeat(200) }),
    ...(isMade ? { ...made, grants: grantKinds.join(','), dns_at: 1_795_000_000 } : {}),
    ...(state === 'deployed' ? { verified: 'failed' as const } : {}),
    ...(state === 'serving' ? { verified: 'passed' as const, serving_at: 1_795_000_000 } : {}),
    ...(state === 'failed' ? { outcome: 'unknown_result' } : {}),
    ...(state === 'cloning' ? { attempt: 'a'.repeat(36), attempt_at: 1_795_000_000 } : {}),
  });
}

/** Draws a card, and from what Slack gives back every card that can follow, each state once on a way. */
function walk(plan: ClonePlan, way: readonly CardState[], lasting: readonly Block[], style: BlockStyle): void {
  const state = way.at(-1) ?? 'pending';
  const record = recordIn(plan, state);
  const read = keep(record, renderCard(record, appearance, lasting, style), 'warning &amp; more '.repeat(400));
  const again = readLastingBlocks({ blocks: JSON.parse(JSON.stringify(read.blocks)) });
  expect(again.length).toBeGreaterThan(0);
  const following: readonly CardState[] = nextStates[state];
  for (const next of following) if (!way.includes(next)) walk(plan, [...way, next], again, style);
}

test('Slack takes the card of any reference at the first attempt, in every state, redrawn or not', () => {
  const outcomes = { planned: 0, large: 0 };
  fc.assert(
    fc.property(cases, ({ reference, origin, domain, style, redrawing }) => {
      const planned = buildPlanOf({ config: reference, origin, domain });
      if (!planned.ok) return;
      const plan = planned.value;
      outcomes.planned++;
      if ((reference.Origins?.Quantity ?? 0) > 50) outcomes.large++;
      walk(plan, ['pending'], renderPlan(plan, now, style, toRedrawing(redrawing, plan)), style);
    }),
    { numRuns: 40, ...asFound },
  );
  expect(outcomes.planned).toBeGreaterThan(10);
  expect(outcomes.large).toBeGreaterThan(0);
});

test('Slack takes the result in the thread and each page of the whole plan', () => {
  fc.assert(
    fc.property(cases, ({ reference, origin, domain }) => {
      const planned = buildPlanOf({ config: reference, origin, domain });
      if (!planned.ok) return;
      const plan = planned.value;
      const id = made.distribution;
      const distribution = {
        id,
        arn: arnOf(id),
        etag: 'E',
        domainName: hostOf(id),
        status: 'InProgress',
        config: { CallerReference: 'made-up', ...plan.config },
      };
      const { metadata, ...result } = renderResult(cardFor(recordIn(plan, 'cloning')), {
        distribution,
        approvedBy: 'U0BO',
        isZoneTop: false,
      });
      take({ ...result, metadata: asFields(metadata) });
      expect(result.text.length).toBeLessThanOrEqual(slackLimits.updatedText.max);

      const place = { channel: 'C0CDN', ts: '1795428001.000100' };
      for (let page = 0; page < 100; page++) {
        const view = renderPlanView(plan, { ...place, page }, false);
        const blocks = view.blocks.map((block) => ({ ...asFields(block), type: block.type }));
        expect(findBlockFaults(blocks, DEFAULTS, 'modal')).toEqual([]);
        expect(String(view.private_metadata).length).toBeLessThanOrEqual(slackLimits.privateMetadata.max);
        expect(JSON.stringify(view).length).toBeLessThanOrEqual(slackLimits.viewBytes.max);
        if (!JSON.stringify(view).includes('Next page')) break;
      }
    }),
    { numRuns: 25, ...asFound },
  );
});
