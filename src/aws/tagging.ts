// The account's clones by their tags, which outlast Slack's retention. CloudFront's resources are tagged in us-east-1.
import { paginateGetResources, type ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { DistributionSummary } from '../clone/origin-facts.js';
import { readPendingAnnouncement } from '../clone/pending-announcement.js';
import type { Distributions, TaggedClones } from '../clone/ports.js';
import type { Result } from '../clone/result.js';
import type { CloneEntry, Person } from '../clone/search.js';
import { reasonTag, tagKeys } from '../clone/tags.js';
import { undoTagKeys } from '../clone/undo/undo-tags.js';
import { explainAwsError } from './errors.js';

const pageSize = 100;

export function createTaggedClones(
  client: ResourceGroupsTaggingAPIClient,
  distributions: Pick<Distributions, 'list'>,
): TaggedClones {
  return {
    async list() {
      // Tags do not say the domain; the list of distributions does. Neither waits for the other.
      const [tagged, list] = await Promise.all([readTags(), distributions.list()]);
      if (!tagged.ok) return tagged;
      if (!list.ok) return list;
      const summaries = new Map(list.value.map((summary) => [summary.id, summary]));
      return { ok: true, value: tagged.value.map(([id, tags]) => toEntry(id, tags, summaries.get(id))) };
    },

    async listByTags(find) {
      const tagged = await readTags();
      return tagged.ok ? { ok: true, value: tagged.value.map(([id, tags]) => toEntry(id, tags, find(id))) } : tagged;
    },
  };

  async function readTags(): Promise<Result<[string, Map<string, string>][]>> {
    try {
      const found: [string, Map<string, string>][] = [];
      const input = { ResourceTypeFilters: ['cloudfront:distribution'], TagFilters: [{ Key: tagKeys.reference }] };
      for await (const page of paginateGetResources({ client, pageSize }, input)) {
        for (const { ResourceARN, Tags } of page.ResourceTagMappingList ?? []) {
          const id = ResourceARN?.split('/').at(-1);
          if (id) found.push([id, new Map((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))]);
        }
      }
      return { ok: true, value: found };
    } catch (error) {
      return explainAwsError(error, { service: 'Resource Groups Tagging', action: 'tag:GetResources' });
    }
  }
}

function toEntry(id: string, tags: ReadonlyMap<string, string>, summary: DistributionSummary | undefined): CloneEntry {
  const card = tags.get(tagKeys.card) ?? '';
  const approver = tags.get(tagKeys.approvedBy);
  return {
    state: tags.has(undoTagKeys.where) ? 'undone' : summary?.status === 'Deployed' ? 'deployed' : 'cloned',
    domain: summary?.aliases.join(', ') || '(no alias)',
    origin: summary?.origin ?? '',
    reference: tags.get(tagKeys.reference) ?? '',
    distribution: id,
    certificate: '',
    requestedBy: toPerson(tags.get(tagKeys.requestedBy) ?? ''),
    decidedBy: approver ? toPerson(approver) : undefined,
    askedAt: readPendingAnnouncement(card)?.askedAt ?? readTime(card),
    link: card,
    reason: tags.get(reasonTag),
  };
}

/** Tags say "U0ANA ana", the ID and then the name; or "client:ID", an API client whose ID is its name. */
function toPerson(value: string): Person {
  const [id = '', ...name] = value.split(' ');
  return { id, name: name.join(' ') || (/^client:(.*)$/.exec(id)?.[1] ?? '') };
}

/** A link to a message carries its time: …/p1700000000000100 */
function readTime(link: string): Date | undefined {
  const stamp = /\/p(\d{10})\d{6}$/.exec(link)?.[1];
  return stamp ? new Date(Number(stamp) * 1_000) : undefined;
}
