// What the clone shares with its reference, and what is left behind.
import { quote } from '../../clone/visible-text.js';
import type { SharedResourceFacts } from '../../clone/warnings/shared-resources.js';
import { quoteAll, text, type WarningTexts } from './text.js';

export const sharedResourceTexts: WarningTexts<SharedResourceFacts> = {
  reference_disabled: () =>
    text(
      'The reference is disabled, and so the clone will be: it serves nothing.',
      'Enable the clone after creation, or choose another reference.',
    ),
  shared_web_acl: ({ name }) =>
    text(`The clone is protected by the reference’s web ACL ${quote(name)}; its rules and its cost are shared.`),
  shared_logs: ({ place }) =>
    text(
      `Access logs go to the reference’s place ${quote(place)}.`,
      'Change the prefix after creation to tell them apart.',
    ),
  shared_realtime_logs: () => text('Real-time logs go to the reference’s stream, at extra cost.'),
  shared_keys: () => text('Keys that sign URLs and cookies for the reference are valid for the clone too.'),
  edge_functions: ({ names }) =>
    text(
      `Edge functions run for the clone as well: ${quoteAll(names)}.`,
      'Check that none of them contains the old host or domain.',
    ),
  response_headers: ({ policyIds }) =>
    text(
      `Response headers policy ${policyIds.map(quote).join(', ')} is shared.`,
      'Check that it does not pin CORS or CSP to the reference’s domain.',
    ),
  error_pages: ({ paths }) => text(`Error pages ${paths.map(quote).join(', ')} have to exist on the clone’s origin.`),
  field_encryption: () => text('Field-level encryption uses the reference’s keys.'),
  viewer_mtls: () => text('Viewers need a client certificate, checked against the reference’s trust store.'),
  geo_restriction: ({ type, countryCount }) => text(`The ${type} of ${countryCount} countries is copied.`),
  grpc_origin: () => text('gRPC is on; the new origin has to speak HTTP/2 with TLS.'),
  continuous_deployment_dropped: () => text('The continuous deployment policy stays with the reference.'),
  static_ips_dropped: ({ listId }) =>
    text(
      `The clone is not on the static-IP list ${quote(listId)}.`,
      'Add it after creation if clients or firewalls rely on those addresses.',
    ),
  dedicated_ip_dropped: () => text('The reference has dedicated IP addresses, at a monthly price; the clone uses SNI.'),
  protocol_raised: ({ from, to }) =>
    text(`The minimum protocol rises from ${from} to ${to}.`, 'Very old viewers can no longer connect.'),
};
