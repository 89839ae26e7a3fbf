// CloudFront and Resource Groups Tagging behind the port of the undo.
import {
  type CloudFrontClient,
  DeleteDistributionCommand,
  UntagResourceCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { paginateGetResources, type ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { type Redaction, redactHeaderValues } from '../clone/header-values.js';
import { refuse } from '../clone/outcome.js';
import type { UndoErrorKind } from '../clone/refusals/undo.js';
import { undoTagKeys } from '../clone/undo/undo-tags.js';
import type { UndoAnswer, UndoWrites } from '../clone/undo/undo-writes.js';
import { type AwsCall, explainAwsError, isAmbiguous, readAwsError } from './errors.js';

const service = 'CloudFront';
const pageSize = 100;
const showAll: Redaction = { message: (text) => text, word: (text) => text };

export function createUndoWrites(client: CloudFrontClient, tagging: ResourceGroupsTaggingAPIClient): UndoWrites {
  return {
    async update(id, config, etag) {
      try {
        await client.send(new UpdateDistributionCommand({ Id: id, DistributionConfig: config, IfMatch: etag }));
        return { kind: 'done' };
      } catch (error) {
        // It sends the values of origin headers, so its errors may repeat them.
        return explain(error, { service, action: 'cloudfront:UpdateDistribution' }, redactHeaderValues(config));
      }
    },

    async remove(id, etag) {
      try {
        await client.send(new DeleteDistributionCommand({ Id: id, IfMatch: etag }));
        return { kind: 'done' };
      } catch (error) {
        return explain(error, { service, action: 'cloudfront:DeleteDistribution' });
      }
    },

    async untag(arn, keys) {
      try {
        await client.send(new UntagResourceCommand({ Resource: arn, TagKeys: { Items: [...keys] } }));
        return { ok: true, value: undefined };
      } catch (error) {
        return explainAwsError(error, { service, action: 'cloudfront:UntagResource' });
      }
    },

    async listUnderWay() {
      try {
        const ids: string[] = [];
        const input = { ResourceTypeFilters: ['cloudfront:distribution'], TagFilters: [{ Key: undoTagKeys.where }] };
        for await (const page of paginateGetResources({ client: tagging, pageSize }, input)) {
          ids.push(
            ...(page.ResourceTagMappingList ?? []).flatMap(({ ResourceARN }) => ResourceARN?.split('/').at(-1) ?? []),
          );
        }
        return { ok: true, value: ids };
      } catch (error) {
        return explainAwsError(error, { service: 'Resource Groups Tagging', action: 'tag:GetResources' });
      }
    },
  };
}

/** API: UpdateDistribution and DeleteDistribution, "Errors". */
function explain(error: unknown, call: AwsCall, redaction = showAll): UndoAnswer {
  const { code, message, requestId } = readAwsError(error);
  const said = {
    kind: 'aws_said',
    facts: { service, code: redaction.word(code), message: redaction.message(message) },
  } as const;
  const refused = (outcome: 'rejected_by_aws' | 'alias_in_use', error: UndoErrorKind): UndoAnswer => {
    const details = [{ kind: 'undo_error', facts: { error } } as const, said];
    return {
      kind: 'refused',
      refusal: refuse(outcome, { details, ...(requestId ? { awsRequestId: requestId } : {}) }),
    };
  };
  switch (code) {
    case 'NoSuchDistribution':
      return { kind: 'gone' };
    case 'PreconditionFailed':
    case 'InvalidIfMatchVersion':
      return { kind: 'moved' };
    case 'DistributionNotDisabled':
      return refused('rejected_by_aws', 'not_disabled_yet');
    case 'ResourceInUse':
      return refused('rejected_by_aws', 'in_use');
    case 'CNAMEAlreadyExists':
      return refused('alias_in_use', 'alias_taken_meanwhile');
    default: {
      const refusal = explainAwsError(error, call, redaction);
      return isAmbiguous(error) ? { kind: 'unknown', refusal } : { kind: 'refused', refusal };
    }
  }
}
