// What the bot draws besides its cards: lines of a thread, the card of a bulk, and modals. The lists are in list-drawings.ts.
import type { View } from '@slack/types';
import { renderBulkCard, renderBulkReply } from '../../src/slack/card/bulk-blocks.js';
import {
  type BulkItem,
  splitIntoReplies,
  summarizeBulk,
  toBulkMetadata,
  toItemsMetadata,
} from '../../src/slack/card/bulk-record.js';
import { renderDecisionView } from '../../src/slack/card/decision-view.js';
import { renderDeployed } from '../../src/slack/card/deployed-line.js';
import { renderPlanLoading, renderPlanProblem, renderPlanView } from '../../src/slack/card/plan-view.js';
import type { CardRecord } from '../../src/slack/card/record.js';
import { renderResult } from '../../src/slack/card/thread-messages.js';
import type { Block, Metadata } from '../../src/slack/client/web-api.js';
import { buildRecord, type RunFacts } from './card-walks.js';
import type { SamplePlan } from './sample-plans.js';

/** The longest that Slack has been seen to give. */
const decisionPlace = {
  channel: 'C00000000000',
  ts: '1700000000.000000',
  value: '0'.repeat(64),
  answerUrl: `https://hooks.slack.com/actions/T00000000000/${'0'.repeat(13)}/${'x'.repeat(24)}`,
  threadTs: '1700000000.000000',
};

export interface MessageDrawing {
  readonly name: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly metadata?: Metadata;
}

export interface ViewDrawing {
  readonly name: string;
  readonly view: View;
}

/** The lines in the thread of a clone. The DNS record is still to create. */
export function drawLines({ name, plan }: SamplePlan, facts: RunFacts): MessageDrawing[] {
  const record = buildRecord(plan, 'deployed', facts);
  const { distribution: id = '', distribution_domain: domainName = '' } = record;
  const distribution = {
    id,
    arn: `arn:aws:cloudfront::123456789012:distribution/${id}`,
    etag: 'E0ETAG00000000',
    domainName,
    status: 'InProgress',
    config: { ...plan.config, CallerReference: facts.run },
  };
  return [
    {
      name: `result (${name})`,
      ...renderResult({ record }, { distribution, approvedBy: facts.botUser, isZoneTop: false }),
    },
    { name: `deployed (${name})`, ...drawDeployed(record) },
  ];
}

function drawDeployed(record: CardRecord) {
  return renderDeployed(record, record.deployed_at ?? 0, { points: 'no', found: 'old.example.net' });
}

const bulkSize = 100;

/** The card of 100 clones by REST, and the first of its replies. */
export function drawBulk({ run, now }: RunFacts): MessageDrawing[] {
  const created_at = Math.floor(now.getTime() / 1_000);
  const base = { request: run, requested_by: 'client:check', requester_name: '', created_at };
  const items = Array.from({ length: bulkSize }, (_, index): BulkItem => {
    const domain = `shop-${index}.check.example.com`;
    const host = `d0clone${index}.cloudfront.net`;
    return {
      domain,
      origin: 'new-origin.example.net',
      reference: 'E0REFERENCE000',
      certificate: '*.check.example.com',
      distribution: `E0CLONE${String(index).padStart(7, '0')}`,
      distribution_domain: host,
      dns: `${domain} CNAME ${host}`,
      grants: '',
      created_at,
    };
  });
  const record = summarizeBulk(base, items);
  const [first = []] = splitIntoReplies(run, items);
  return [
    { name: 'bulk card', ...renderBulkCard(record, items), metadata: toBulkMetadata(record) },
    { name: 'bulk reply', ...renderBulkReply(first), metadata: toItemsMetadata(run, first) },
  ];
}

const maxPages = 50;

/** Every page of the whole plan, and what the modal shows instead. */
export function drawPlanViews({ name, plan }: SamplePlan): ViewDrawing[] {
  const place = { channel: 'C00000000', ts: '1700000000.000000' };
  const pages: ViewDrawing[] = [];
  for (let page = 0; page < maxPages; page++) {
    const view = renderPlanView(plan, { ...place, page }, false);
    // Behind the last page stands the last page again.
    if (page > 0 && JSON.stringify(view) === JSON.stringify(pages.at(-1)?.view)) break;
    pages.push({ name: `whole plan, page ${page + 1} (${name})`, view });
  }
  return pages;
}

export function drawOtherViews(): ViewDrawing[] {
  return [
    { name: 'whole plan, loading', view: renderPlanLoading() },
    { name: 'whole plan, a problem', view: renderPlanProblem('The reference does not exist any more.') },
    { name: 'reason of a cancel', view: renderDecisionView('cancel', decisionPlace) },
    { name: 'comment of an approval', view: renderDecisionView('approve', decisionPlace) },
  ];
}
