// Packs the fields of a plan into text, so that a card can tell later what changed. The bot itself stores nothing.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { type Change, compareFields, type FieldMap, listFields } from '../../clone/changes.js';
import type { ClonePlan } from '../../clone/plan.js';

const packedSchema = z.array(z.tuple([z.string(), z.string()]));
const maxUnpackedBytes = 1_000_000;

/** What an approver relies on, as path → value; header values are masked by listFields. */
function listPlanFields(plan: ClonePlan): FieldMap {
  const tags = Object.fromEntries(plan.tags.map(({ Key, Value }) => [Key, Value]));
  return listFields({ ...plan.config, Tags: tags, Certificate: plan.certificate.coveringName });
}

export function packFields(plan: ClonePlan): string {
  return deflateRawSync(JSON.stringify([...listPlanFields(plan)]), { level: 9 }).toString('base64url');
}

/** What moved since the fields were packed, or undefined when they were not kept or cannot be read. */
export function listMoves(packed: string | undefined, plan: ClonePlan): Omit<Change, 'reason'>[] | undefined {
  if (packed === undefined) return undefined;
  try {
    const json: unknown = JSON.parse(
      inflateRawSync(Buffer.from(packed, 'base64url'), { maxOutputLength: maxUnpackedBytes }).toString('utf8'),
    );
    return compareFields(new Map(packedSchema.parse(json)), listPlanFields(plan));
  } catch {
    return undefined;
  }
}
