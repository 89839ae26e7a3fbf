// The parts of a card's record that come from its plan and from its requester.
import * as z from 'zod';
import { type OutsideMarks, type OutsideStep, outsideSteps } from '../../clone/outside-settings.js';
import type { ClonePlan } from '../../clone/plan.js';
import { packFields } from './plan-snapshot.js';
import type { CardRecord } from './record.js';

/** The part of a record that follows from the plan. A redrawn card gets it again. */
export function recordPlan(plan: ClonePlan) {
  return {
    domain: plan.domain,
    origin: plan.origin,
    reference: plan.reference.id,
    etag: plan.reference.etag,
    digest: plan.digest,
    certificate: plan.certificate.certificate.arn,
    certificate_name: plan.certificate.coveringName,
    outside: packMarks(plan.outside),
    copies: plan.copies.length > 0 ? plan.copies.join(',') : undefined,
    fields: packFields(plan),
  };
}

const marksSchema = z.object({
  logs: z.string().optional(),
  metrics: z.string().optional(),
  shield: z.string().optional(),
  pricing_plan: z.string().optional(),
}) satisfies z.ZodType<OutsideMarks>;

function packMarks(marks: OutsideMarks): string | undefined {
  return Object.keys(marks).length > 0 ? JSON.stringify(marks) : undefined;
}

/** What a card has shown of the settings outside the configuration: nothing, where its record does not say. */
export function readMarks({ outside = '{}' }: Pick<CardRecord, 'outside'>): OutsideMarks {
  try {
    return marksSchema.parse(JSON.parse(outside));
  } catch {
    return {};
  }
}

/** What was approved to be created for the clone outside its configuration. */
export function readCopies({ copies = '' }: Pick<CardRecord, 'copies'>): OutsideStep[] {
  const named = copies.split(',');
  return outsideSteps.filter((step) => named.includes(step));
}

/** The requester as the distribution's tag names them: the ID, which never changes, then the name that people know. */
export function nameRequester(record: Pick<CardRecord, 'requested_by' | 'requester_name'>): string {
  return `${record.requested_by} ${record.requester_name}`.trim();
}
