// Resource Groups Tagging: distributions by their tags, a page at a time.

import { z } from 'zod';
import { AwsError } from './errors.js';
import { buildJsonService, readInput, readToken, writeToken } from './json-protocol.js';
import type { Store } from './store.js';
import type { Service } from './wire.js';

const getResourcesSchema = z.object({
  PaginationToken: z.string().optional(),
  ResourcesPerPage: z.int().min(1).max(100).default(50),
  ResourceTypeFilters: z.array(z.string()).default([]),
  TagFilters: z.array(z.object({ Key: z.string(), Values: z.array(z.string()).default([]) })).default([]),
});

export function buildTagging(store: Store): Service {
  return buildJsonService({
    name: 'tagging',
    throttled: new AwsError('ThrottledException', 400, 'Rate exceeded'),
    operations: {
      GetResources: (input) => getResources(store, readInput(getResourcesSchema, input, 'InvalidParameterException')),
    },
  });
}

function getResources(store: Store, input: z.output<typeof getResourcesSchema>): unknown {
  const types = input.ResourceTypeFilters;
  const isAsked =
    types.length === 0 || types.some((type) => type === 'cloudfront' || type === 'cloudfront:distribution');
  const found = [...store.distributions.values()].filter(
    ({ tags }) =>
      isAsked &&
      tags.length > 0 &&
      input.TagFilters.every(({ Key, Values }) =>
        tags.some((tag) => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value))),
      ),
  );
  const scope = 'resources';
  const start = input.PaginationToken === '' ? 0 : readToken(input.PaginationToken, scope);
  if (start === undefined)
    throw new AwsError('PaginationTokenExpiredException', 400, 'The pagination token is not valid.');
  const end = start + input.ResourcesPerPage;
  return {
    PaginationToken: end < found.length ? writeToken(end, scope) : '',
    ResourceTagMappingList: found.slice(start, end).map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
  };
}
