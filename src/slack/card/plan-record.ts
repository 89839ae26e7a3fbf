// The parts of a card's record that come from its plan and from its requester.
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
    fields: packFields(plan),
  };
}

/** The requester as the distribution's tag names them: the ID, which never changes, then the name that people know. */
export function nameRequester(record: Pick<CardRecord, 'requested_by' | 'requester_name'>): string {
  return `${record.requested_by} ${record.requester_name}`.trim();
}
