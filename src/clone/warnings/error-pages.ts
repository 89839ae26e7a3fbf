// Warnings about error pages and the root object, which were made for the old origin. On an API they hide its answers.
import type { ClonedDistribution } from '../distribution.js';
import type { OriginKind } from '../origin.js';
import type { FoundWarning } from './found-warning.js';

export interface ErrorPageFacts {
  error_codes_hidden: {
    readonly host: string;
    /** Which code of the origin becomes which for viewers. */
    readonly codes: readonly { readonly from: string; readonly to: string }[];
    /** The paths of the pages. */
    readonly pages: readonly string[];
  };
  /** `object` is the name of the default root object. */
  root_object_kept: { readonly host: string; readonly object: string };
}

const isBucket = (kind: OriginKind): boolean => kind === 's3' || kind === 's3-website';

/** What the reference's error pages and root object mean for a main origin of another kind. */
export function warnAboutErrorPages({ config, replaced }: ClonedDistribution): FoundWarning<ErrorPageFacts>[] {
  const main = replaced.find(({ isMain }) => isMain);
  if (!main || !isBucket(main.oldKind) || isBucket(main.newKind)) return [];
  const host = main.newHost;
  const found: FoundWarning<ErrorPageFacts>[] = [];
  const mapped = (config.CustomErrorResponses?.Items ?? []).filter(
    ({ ErrorCode, ResponseCode }) => ResponseCode && ResponseCode !== String(ErrorCode),
  );
  if (mapped.length > 0) {
    const codes = mapped.map(({ ErrorCode, ResponseCode }) => ({ from: String(ErrorCode), to: String(ResponseCode) }));
    const pages = [...new Set(mapped.map(({ ResponsePagePath }) => ResponsePagePath ?? ''))];
    found.push({ kind: 'error_codes_hidden', facts: { host, codes, pages } });
  }
  if (config.DefaultRootObject) {
    found.push({ kind: 'root_object_kept', facts: { host, object: config.DefaultRootObject } });
  }
  return found;
}
