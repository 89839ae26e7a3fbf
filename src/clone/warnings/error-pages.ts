// Warnings about error pages and the root object, which were made for the old origin. On an API they hide its answers.
import type { ClonedDistribution } from '../distribution.js';
import type { OriginKind } from '../origin.js';
import { quote } from '../outcome.js';
import { type Warning, warn } from './warning.js';

const isBucket = (kind: OriginKind): boolean => kind === 's3' || kind === 's3-website';

/** What the reference's error pages and root object mean for a main origin of another kind. */
export function warnAboutErrorPages({ config, replaced }: ClonedDistribution): Warning[] {
  const main = replaced.find(({ isMain }) => isMain);
  if (!main || !isBucket(main.oldKind) || isBucket(main.newKind)) return [];
  const host = quote(main.newHost);
  const warnings: Warning[] = [];
  const mapped = (config.CustomErrorResponses?.Items ?? []).filter(
    ({ ErrorCode, ResponseCode }) => ResponseCode && ResponseCode !== String(ErrorCode),
  );
  if (mapped.length > 0) {
    const codes = mapped.map(({ ErrorCode, ResponseCode }) => `${ErrorCode} becomes ${ResponseCode}`).join(', ');
    const pages = [...new Set(mapped.map(({ ResponsePagePath }) => quote(ResponsePagePath ?? '')))].join(', ');
    warnings.push(
      warn(
        'error_codes_hidden',
        `Error pages made for a bucket hide the answers of ${host}: ${codes}, with the page ${pages}.`,
        'Remove the custom error responses from the clone if the new origin has answers of its own.',
      ),
    );
  }
  if (config.DefaultRootObject) {
    warnings.push(
      warn(
        'root_object_kept',
        `A request for ${quote('/')} asks ${host} for ${quote(`/${config.DefaultRootObject}`)}.`,
        'Remove the default root object from the clone if the new origin answers at the root.',
      ),
    );
  }
  return warnings;
}
