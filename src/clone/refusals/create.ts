// Creates whose result is in doubt, and requests that do not fit what an earlier one created.

export interface CreateRefusals {
  /** CloudFront says that the alias is taken, and no list shows by which distribution. */
  holder_unknown: { readonly domain: string };
  /** AWS names the distribution that was created for this request, and it cannot be read. */
  earlier_unreadable: { readonly id: string };
  /** The CallerReference belongs to a distribution that was not created for this request. */
  caller_reference_taken: { readonly id: string };
  /** The distribution that was created for this request does not serve the domain any more. */
  alias_moved: { readonly domain: string };
  /** What that distribution serves instead. */
  earlier_serves: { readonly id: string; readonly aliases: readonly string[] };
  /** An earlier request with the same key was another one. */
  other_request: { readonly id: string };
  etag_changed: { readonly id: string; readonly etag: string };
}
