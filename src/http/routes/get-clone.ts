// GET /clone_distribution/{id}: where a clone stands, until CloudFront has deployed it.
import { refuse } from '../../clone/outcome.js';
import { readTag, tagKeys } from '../../clone/tags.js';
import type { ApiDesk, Authorized } from '../context.js';
import { answerProblem } from '../problems.js';
import { type ApiResponse, answerJson } from '../request.js';
import { readQuery } from '../validate.js';
import type { StatusAnswer } from './schemas.js';

/** Seconds after which it is worth asking again. */
const pollAfter = '15';

export async function answerStatus(desk: ApiDesk, { request }: Authorized, id: string): Promise<ApiResponse> {
  const query = readQuery(request.query, []);
  if (!query.ok) return answerProblem(query, request.id);
  const none = () => answerProblem(refuse('clone_not_found'), request.id);
  if (!/^[A-Z0-9]{8,25}$/i.test(id)) return none();
  const found = await desk.distributions.read(id.toUpperCase());
  if (!found.ok) return found.outcome === 'reference_not_found' ? none() : answerProblem(found, request.id);
  const { arn, config, domainName, status } = found.value;
  const tags = await desk.distributions.readTags(arn);
  if (!tags.ok) return answerProblem(tags, request.id);
  const reference = readTag(tags.value, tagKeys.reference);
  // Other distributions of the account are nobody's business here.
  if (reference === undefined) return none();
  const card = readTag(tags.value, tagKeys.card);
  const answer: StatusAnswer = {
    requestId: request.id,
    distributionId: found.value.id,
    domainName,
    arn,
    status,
    isEnabled: config.Enabled !== false,
    aliases: [...(config.Aliases?.Items ?? [])],
    certificateArn: config.ViewerCertificate?.ACMCertificateArn ?? '',
    reference,
    requestedBy: readTag(tags.value, tagKeys.requestedBy) ?? '',
    approvedBy: readTag(tags.value, tagKeys.approvedBy) ?? '',
    card: card?.startsWith('https://') ? card : null,
  };
  return answerJson(200, answer, status === 'Deployed' ? {} : { 'retry-after': pollAfter });
}
