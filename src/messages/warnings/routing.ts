// Where requests go: behaviors that forward Host to a host of its own, and origins that stay put.
import { isApiDomainHost } from '../../clone/origin.js';
import { quote } from '../../clone/visible-text.js';

import type { RoutingFacts } from '../../clone/warnings/routing.js';
import { text, type WarningTexts } from './text.js';

export const routingTexts: WarningTexts<RoutingFacts> = {
  host_header_forwarded: ({ path, host }) =>
    text(
      `${path === undefined ? 'The default behavior' : quote(path)} forwards the viewer’s Host header; ${quote(host)} answers 403 to a Host that is not its own.`,
      'Use the managed policy AllViewerExceptHostHeader on the clone, and a cache policy without Host.',
    ),
  host_certificate_needed: ({ host }) =>
    text(
      `${quote(host)} gets the viewer’s Host header over HTTPS, so its certificate has to cover the clone’s domain. Otherwise CloudFront answers 502.`,
      isApiDomainHost(host)
        ? 'Add the clone’s domain as a custom domain of the API.'
        : 'Add the domain to the certificate of the new origin, and to its listener rules.',
    ),
  host_header_needed: ({ path, host }) =>
    text(
      `${path === undefined ? 'The default behavior' : quote(path)} does not forward the viewer’s Host header. ${quote(host)} belongs to a custom domain of API Gateway and answers 403 to any other Host.`,
      'Name the API’s own host as the origin, or forward Host and add the clone’s domain as a custom domain of the API.',
    ),
  host_header_unknown: ({ policyId, host }) =>
    text(
      `The bot could not read whether the policy ${quote(policyId)} forwards the Host header.`,
      `If it ${isApiDomainHost(host) ? 'does not' : 'does'}, ${quote(host)} will answer 403.`,
    ),
  media_quality_member: ({ groupId, host }) =>
    text(
      `The origin group ${quote(groupId)} also serves from ${quote(host)} whenever its media quality is higher, not only on failure.`,
      'Go on only if the two origins carry the same channel.',
    ),
  failover_kept: ({ groupId, host }) =>
    text(`On failover, the origin group ${quote(groupId)} still uses ${quote(host)}.`),
  other_origin_kept: ({ originId, host, paths }) => {
    if (paths.length === 0) return text(`Origin ${quote(originId)} still is ${quote(host)}.`);
    const names = paths.map((path) => (path === undefined ? 'the default behavior' : quote(path)));
    return text(`${names.join(', ')} still ${paths.length === 1 ? 'goes' : 'go'} to ${quote(host)}.`);
  },
};
