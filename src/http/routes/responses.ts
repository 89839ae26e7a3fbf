// Plans and clones as the responses of the REST API: the facts of the card and of its thread, as data.

import type { Change } from '../../clone/changes.js';
import type { PlannedClone } from '../../clone/clone-now.js';
import { type Grant, listGrants } from '../../clone/grants.js';
import type { ClonePlan } from '../../clone/plan.js';
import type { CloneRequest } from '../../clone/request.js';
import { planDnsRecord } from '../../clone/steps.js';
import type { Warning } from '../../clone/warnings/warning.js';
import { describeChoice } from '../../messages/certificate-choice.js';
import { changeReasons } from '../../messages/changes.js';
import { describeWarning } from '../../messages/describe-warning.js';
import { describeDnsRecord } from '../../messages/dns-record.js';
import { describeGrant } from '../../messages/grants.js';
import { toPlainText } from '../../messages/plain-text.js';
import type { CloneResponse, PlanResponse } from './schemas.js';

export function toPlanResponse(plan: ClonePlan, requestId: string): PlanResponse {
  const { certificate, coveringName, others } = plan.certificate;
  return {
    requestId,
    dryRun: true,
    domain: plan.domain,
    origin: plan.origin,
    reference: plan.reference,
    certificateArn: certificate.arn,
    certificate: {
      coveringName,
      keyAlgorithm: certificate.keyAlgorithm,
      notAfter: certificate.notAfter?.toISOString() ?? null,
      why: describeChoice(plan.certificate),
      others: [...others],
    },
    replaced: plan.replaced.map(({ id, oldHost, newHost, isMain }) => ({ id, oldHost, newHost, isMain })),
    warnings: plan.warnings.map(toWarningResponse),
    changes: plan.changes.map(toChangeResponse),
    counts: plan.counts,
    tags: Object.fromEntries(plan.tags.map(({ Key = '', Value = '' }) => [Key, Value])),
    digest: plan.digest,
  };
}

export interface CloneResponseOptions {
  readonly requestId: string;
  readonly isRepeatable: boolean;
  /** Whether the domain is the top of a zone, as DNS says. */
  readonly isZoneTop: boolean;
}

export function toCloneResponse(
  { distribution, plan, madeBy }: PlannedClone,
  { domain, origin }: CloneRequest,
  { requestId, isRepeatable, isZoneTop }: CloneResponseOptions,
): CloneResponse {
  const { id, arn, status, domainName, config } = distribution;
  const { cname, alias } = describeDnsRecord(planDnsRecord(domain, distribution, isZoneTop));
  return {
    requestId,
    distributionId: id,
    domainName,
    arn,
    status,
    domain,
    origin,
    reference: plan ? { id: plan.reference.id, etag: plan.reference.etag } : null,
    certificateArn: config.ViewerCertificate?.ACMCertificateArn ?? '',
    warnings: plan?.warnings.map(toWarningResponse) ?? [],
    changes: plan?.changes.map(toChangeResponse) ?? [],
    dns: { cname: cname ?? null, alias },
    grants: listGrants(config, arn).map(toGrantResponse),
    replayed: isRepeatable && madeBy === 'earlier',
  };
}

function toWarningResponse(warning: Warning): PlanResponse['warnings'][number] {
  const { sentence, action } = describeWarning(warning);
  return { kind: warning.kind, weight: warning.weight, sentence: toPlainText(sentence), action: toPlainText(action) };
}

function toChangeResponse({ path, before, after, reason }: Change): PlanResponse['changes'][number] {
  return { path, before, after, why: changeReasons[reason] };
}

function toGrantResponse(grant: Grant): CloneResponse['grants'][number] {
  return { host: grant.host, instruction: describeGrant(grant), text: grant.text };
}
