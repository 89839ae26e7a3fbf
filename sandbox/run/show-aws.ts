// The account as the page shows it: distributions, certificates, and the user pool.
import { toValue } from '../fakes/aws/cloudfront-shapes.js';
import { itemsOf, textAt } from '../fakes/aws/cloudfront-xml.js';
import { aliasesOf, type Store, type StoredDistribution } from '../fakes/aws/store.js';
import { isLetIn, needsPolicy } from '../fakes/edge/origin-answers.js';
import type { Origins } from '../fakes/edge/origins.js';
import { allowedGroup } from './demo-data.js';
import { edits } from './edits.js';
import type { AwsView, DistributionView } from './views.js';

/** The bot's own tag; its word is part of what operators rely on. */
const referenceTag = 'cf-clone:reference';

/** `expired`: certificates that were made expired here. `records`: where public DNS leads. */
export function showAws(
  store: Store,
  origins: Origins,
  expired: ReadonlySet<string>,
  records: Readonly<Record<string, string>>,
): AwsView {
  return {
    distributions: [...store.distributions.values()].map((distribution) =>
      showDistribution(store, origins, distribution),
    ),
    certificates: [...store.certificates.values()].map((certificate) => ({
      arn: certificate.arn,
      domainName: certificate.domainName,
      names: certificate.names,
      status: store.statusOfCertificate(certificate),
      type: certificate.type,
      keyAlgorithm: certificate.keyAlgorithm,
      ...(certificate.notAfter !== undefined && { notAfter: certificate.notAfter }),
      inUseBy: store.usersOfCertificate(certificate.arn).map(({ id }) => id),
      isSetExpired: expired.has(certificate.arn),
    })),
    userPool: store.pool.id,
    groups: store.pool.groups,
    allowedGroups: [allowedGroup],
    users: store.pool.users.map(({ username, attributes, enabled, groups }) => ({
      username,
      email: attributes.email ?? '',
      isEmailVerified: attributes.email_verified === 'true',
      isEnabled: enabled,
      groups,
    })),
    records,
    edits: Object.entries(edits).map(([name, { title }]) => ({ name, title })),
  };
}

function showPolicies(store: Store, origins: Origins, distribution: StoredDistribution): DistributionView['policies'] {
  const hosts = itemsOf(distribution.config, 'Origins').map((origin) => textAt(origin, 'DomainName').toLowerCase());
  return [...new Set(hosts)]
    .filter((host) => needsPolicy(host))
    .map((host) => ({ host, isLetIn: isLetIn(store, origins, host, distribution) }));
}

function showDistribution(store: Store, origins: Origins, distribution: StoredDistribution): DistributionView {
  const reference = distribution.tags.find(({ Key }) => Key === referenceTag)?.Value;
  return {
    id: distribution.id,
    domainName: distribution.domainName,
    status: store.statusOf(distribution),
    etag: distribution.etag,
    aliases: aliasesOf(distribution),
    comment: textAt(distribution.config, 'Comment'),
    isEnabled: textAt(distribution.config, 'Enabled') === 'true',
    tags: distribution.tags,
    lastModified: distribution.lastModified.toISOString(),
    ...(reference !== undefined && { reference }),
    policies: showPolicies(store, origins, distribution),
    config: toValue(distribution.config),
  };
}
