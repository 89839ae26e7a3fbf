// CloudFront behind the Distributions port.
import {
  type Distribution as AwsDistribution,
  type DistributionSummary as AwsDistributionSummary,
  type CloudFrontClient,
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
  type DomainConflict,
  GetDistributionCommand,
  ListDistributionsCommand,
  ListTagsForResourceCommand,
  paginateListDomainConflicts,
  TagResourceCommand,
} from '@aws-sdk/client-cloudfront';
import type { AliasHolder } from '../clone/alias-holders.js';
import { readMainHost } from '../clone/distribution.js';
import { type Redaction, redactHeaderValues } from '../clone/header-values.js';
import { normalizeHostname } from '../clone/hostname.js';
import type { DistributionSummary } from '../clone/origin-facts.js';
import { refuse } from '../clone/outcome.js';
import type { CreateAnswer, Distribution, DistributionPage, Distributions } from '../clone/ports.js';
import type { Result } from '../clone/result.js';
import { createAccountMemory } from './account-memory.js';
import { explainAwsError, isAmbiguous, readAwsError } from './errors.js';
import { createSharedResources } from './shared-resources.js';

const service = 'CloudFront';
/** A create with tags needs both permissions. */
const createCall = { service, action: 'cloudfront:CreateDistribution and cloudfront:TagResource' };
/** ListDistributions gives 100 at the most. */
const pageSize = 100;

/** `account`: learns the account's number from what is read, unless it is known before. */
export function createDistributions(client: CloudFrontClient, account = createAccountMemory()): Distributions {
  async function listPage(marker?: string): Promise<Result<DistributionPage>> {
    try {
      const { DistributionList: list } = await client.send(
        new ListDistributionsCommand({ MaxItems: pageSize, ...(marker === undefined ? {} : { Marker: marker }) }),
      );
      const nextMarker = list?.NextMarker;
      account.remember(list?.Items?.[0]?.ARN);
      const summaries = (list?.Items ?? []).map(toSummary);
      return { ok: true, value: { summaries, ...(nextMarker ? { nextMarker } : {}) } };
    } catch (error) {
      return explainAwsError(error, { service, action: 'cloudfront:ListDistributions' });
    }
  }

  return {
    ...createSharedResources(client),

    async read(id) {
      try {
        const { Distribution, ETag } = await client.send(new GetDistributionCommand({ Id: id }));
        account.remember(Distribution?.ARN);
        return toDistribution(Distribution, ETag);
      } catch (error) {
        if (readAwsError(error).code === 'NoSuchDistribution') {
          return refuse('reference_not_found', { details: [{ kind: 'id_unknown', facts: { id } }] });
        }
        return explainAwsError(error, { service, action: 'cloudfront:GetDistribution' });
      }
    },

    guessArn: async (id) => account.guessArn(id),

    async readTags(arn) {
      try {
        const { Tags } = await client.send(new ListTagsForResourceCommand({ Resource: arn }));
        return { ok: true, value: Tags?.Items ?? [] };
      } catch (error) {
        return explainAwsError(error, { service, action: 'cloudfront:ListTagsForResource' });
      }
    },

    async list() {
      const summaries: DistributionSummary[] = [];
      let marker: string | undefined;
      do {
        const page = await listPage(marker);
        if (!page.ok) return page;
        summaries.push(...page.value.summaries);
        marker = page.value.nextMarker;
      } while (marker !== undefined);
      return { ok: true, value: summaries };
    },

    listPage,

    async listDomainConflicts(domain, controlDistributionId) {
      const input = { Domain: domain, DomainControlValidationResource: { DistributionId: controlDistributionId } };
      try {
        const holders: AliasHolder[] = [];
        for await (const { DomainConflicts } of paginateListDomainConflicts({ client }, input)) {
          holders.push(...(DomainConflicts ?? []).map(toHolder));
        }
        return { ok: true, value: holders };
      } catch (error) {
        return explainAwsError(error, { service, action: 'cloudfront:ListDomainConflicts' });
      }
    },

    async create(config, tags): Promise<CreateAnswer> {
      try {
        const { Distribution, ETag, $metadata } = await client.send(
          new CreateDistributionWithTagsCommand({
            DistributionConfigWithTags: { DistributionConfig: config, Tags: { Items: [...tags] } },
          }),
        );
        // With an ID there is a distribution, whatever else the answer leaves out.
        const made = toDistribution({ ...filledIn(config), ...Distribution }, ETag);
        const aws = $metadata.requestId ? { awsRequestId: $metadata.requestId } : {};
        return made.ok
          ? { kind: 'created', distribution: made.value, ...aws }
          : { kind: 'unknown', refusal: refuse('unknown_result', aws) };
      } catch (error) {
        return explainCreateError(error, redactHeaderValues(config));
      }
    },

    async tag(arn, tags) {
      try {
        await client.send(new TagResourceCommand({ Resource: arn, Tags: { Items: [...tags] } }));
        return { ok: true, value: undefined };
      } catch (error) {
        return explainAwsError(error, { service, action: 'cloudfront:TagResource' });
      }
    },
  };
}

function toHolder({ Domain, ResourceId, ResourceType, AccountId }: DomainConflict): AliasHolder {
  return {
    alias: normalizeHostname(Domain ?? ''),
    distributionId: ResourceId ?? '',
    account: AccountId ?? '',
    ...(ResourceType === 'distribution-tenant' ? { isTenant: true } : {}),
  };
}

function toSummary(item: AwsDistributionSummary): DistributionSummary {
  return {
    id: item.Id ?? '',
    arn: item.ARN ?? '',
    domainName: (item.DomainName ?? '').toLowerCase(),
    aliases: (item.Aliases?.Items ?? []).map(normalizeHostname),
    comment: item.Comment ?? '',
    status: item.Status ?? '',
    // A summary has the members of a configuration that say where it leads.
    origin: readMainHost(item),
  };
}

/** What a created distribution is known to have before AWS says so. */
function filledIn(config: DistributionConfig): Partial<AwsDistribution> {
  return { ARN: '', DistributionConfig: config };
}

function toDistribution(
  distribution: Partial<AwsDistribution> | undefined,
  etag: string | undefined,
): Result<Distribution> {
  if (!distribution?.Id || !distribution.DistributionConfig || distribution.ARN === undefined) {
    return refuse('aws_unavailable', { details: [{ kind: 'answer_incomplete', facts: {} }] });
  }
  return {
    ok: true,
    value: {
      id: distribution.Id,
      arn: distribution.ARN,
      etag: etag ?? '',
      domainName: (distribution.DomainName ?? '').toLowerCase(),
      status: distribution.Status ?? '',
      config: distribution.DistributionConfig,
      ...(distribution.LastModifiedTime ? { lastModifiedAt: distribution.LastModifiedTime } : {}),
    },
  };
}

/** The create is the one call that sends the header values, so its errors may repeat them. */
function explainCreateError(error: unknown, redaction: Redaction): CreateAnswer {
  const { code, message, requestId } = readAwsError(error);
  const aws = requestId ? { awsRequestId: requestId } : {};
  const said = { kind: 'cloudfront_said', facts: { message: redaction.message(message) } } as const;
  if (code === 'DistributionAlreadyExists') {
    // The ID stands in the message alone; there is no field for it.
    const id = /Already exists: ([A-Z0-9]+)/i.exec(message)?.[1];
    if (id) return { kind: 'exists', id };
    return { kind: 'unknown', refusal: refuse('unknown_result', { details: [said], ...aws }) };
  }
  if (code === 'CNAMEAlreadyExists') {
    const dns = /DNS record/i.test(message);
    return {
      kind: 'alias-taken',
      refusal: refuse(dns ? 'alias_dns_conflict' : 'alias_in_use', { details: [said], ...aws }),
    };
  }
  if (isAmbiguous(error)) {
    const cause = explainAwsError(error, createCall, redaction);
    return { kind: 'unknown', refusal: refuse('unknown_result', { cause, ...aws }) };
  }
  return { kind: 'refused', refusal: explainAwsError(error, createCall, redaction) };
}
