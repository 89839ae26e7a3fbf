// Warnings about the reference itself: its state at CloudFront, and tags for which the clone has no room.
import type { FoundWarning, NoFacts } from './found-warning.js';

export interface ReferenceFacts {
  reference_in_progress: NoFacts;
  tags_left_out: { readonly keys: readonly string[] };
}

/** `status` is CloudFront's, such as `InProgress`. `tagsLeftOut`: keys of tags that were not copied. */
export function warnAboutReference(status: string, tagsLeftOut: readonly string[]): FoundWarning<ReferenceFacts>[] {
  const found: FoundWarning<ReferenceFacts>[] = [];
  if (tagsLeftOut.length > 0) found.push({ kind: 'tags_left_out', facts: { keys: tagsLeftOut } });
  if (status !== 'Deployed') found.push({ kind: 'reference_in_progress', facts: {} });
  return found;
}
