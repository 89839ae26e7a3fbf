// What the audit log says about a card, its plan, and its place.
import type { ClonePlan } from '../../clone/plan.js';
import type { Facts } from '../../observability/audit-log.js';
import type { BotIdentity } from '../client/web-api.js';
import type { Place } from './place.js';
import { toPermalink } from './record.js';
import type { Card } from './repository.js';

/** The facts of a card, for each of its lines. */
export function toCardFacts({
  channel,
  permalink,
  record,
}: Pick<Card, 'channel' | 'record'> & { readonly permalink: string | undefined }): Facts {
  const { request, requested_by, reason, comment, domain, origin, reference, etag, digest, certificate, distribution } =
    record;
  return {
    request,
    channel,
    card: permalink,
    requester: requested_by,
    reason,
    comment,
    domain,
    origin,
    reference,
    etag,
    digest,
    certificate,
    distribution,
  };
}

/** The facts of a plan that is newer than the card. */
export function toPlanFacts({ reference, digest, certificate }: ClonePlan): Facts {
  return { etag: reference.etag, digest, certificate: certificate.certificate.arn };
}

/** The facts of a place whose card is not known. */
export function toPlaceFacts(bot: Pick<BotIdentity, 'url'>, { channel, ts }: Place): Facts {
  return { channel, card: toPermalink(bot.url, channel, ts) };
}
