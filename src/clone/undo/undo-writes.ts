// What an undo needs from AWS besides reads, as a port.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import type { Refusal } from '../outcome.js';
import type { Result } from '../result.js';

/** What AWS answered to an update or a delete that names an ETag. */
export type UndoAnswer =
  | { readonly kind: 'done' }
  /** The distribution has another ETag by now (PreconditionFailed), or another state. It is to be read again. */
  | { readonly kind: 'moved' }
  /** There is no such distribution. */
  | { readonly kind: 'gone' }
  /** No answer, or one that does not say whether it was done. It is to be read again. */
  | { readonly kind: 'unknown'; readonly refusal: Refusal }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface UndoWrites {
  /** UpdateDistribution with If-Match. */
  update(id: string, config: DistributionConfig, etag: string): Promise<UndoAnswer>;
  /** DeleteDistribution with If-Match. */
  remove(id: string, etag: string): Promise<UndoAnswer>;
  untag(arn: string, keys: readonly string[]): Promise<Result<undefined>>;
  /** The IDs of the distributions whose undo was approved, by their tags. */
  listUnderWay(): Promise<Result<readonly string[]>>;
}
