// Finds out before the create who holds the domain or a name that overlaps it, without reading the account: AWS tells of
// every account (ListDomainConflicts), and the index names the distributions of this one.
import { type AliasHolder, overlaps } from './alias-holders.js';
import { type Certificate, findCoveringName } from './certificate.js';
import { type NamePorts, readIndexed } from './find-distribution.js';
import { normalizeHostname } from './hostname.js';
import type { DistributionSummary } from './origin-facts.js';
import type { Refusal } from './outcome.js';
import type { Certificates, Distribution, DistributionIndex, Distributions } from './ports.js';
import type { ReferenceName } from './request.js';
import type { Result } from './result.js';

export interface ConflictPorts {
  readonly distributions: Pick<Distributions, 'listDomainConflicts' | 'read'>;
  readonly certificates: Pick<Certificates, 'listUsers'>;
}

/** What AWS says about conflicts. */
export interface Conflicts {
  /** Undefined where AWS did not say. */
  readonly holders: readonly AliasHolder[] | undefined;
  /** Why not; undefined where there was no distribution to ask through. */
  readonly refusal?: Refusal;
  /** The distribution that AWS was asked through: its answer may leave out what this one holds itself. */
  readonly control?: Distribution;
}

/** Covering certificates that ACM is asked about, to find a distribution that uses one of them. */
const maxCertificates = 3;
/** Distributions that AWS is asked through, one after the other, until it answers. */
const maxControls = 2;

/** Asks through the reference if its certificate covers the domain, else through another distribution of this account. */
export async function askConflicts(
  { distributions, certificates }: ConflictPorts,
  domain: string,
  { reference, owned }: { readonly reference: Distribution; readonly owned: readonly Certificate[] },
): Promise<Conflicts> {
  const covering = owned.filter((certificate) => findCoveringName(certificate, domain));
  const referenceArn = reference.config.ViewerCertificate?.ACMCertificateArn;
  if (covering.some(({ arn }) => arn === referenceArn)) {
    return toConflicts(await distributions.listDomainConflicts(domain, reference.id));
  }
  const used = covering.filter(({ isInUse }) => isInUse !== false).slice(0, maxCertificates);
  const users = (await Promise.all(used.map(({ arn }) => certificates.listUsers(arn)))).flat();
  let last: Conflicts = { holders: undefined };
  for (const id of [...new Set(users)].slice(0, maxControls)) {
    const [answer, control] = await Promise.all([
      distributions.listDomainConflicts(domain, id),
      distributions.read(id),
    ]);
    last = { ...toConflicts(answer), ...(control.ok ? { control: control.value } : {}) };
    // Another distribution would not help a role without the permission.
    if (answer.ok || answer.outcome === 'access_denied') return last;
  }
  return last;
}

export function toConflicts(answer: Result<readonly AliasHolder[]>): Conflicts {
  return answer.ok ? { holders: answer.value } : { holders: undefined, refusal: answer };
}

/** Who holds the domain or a name that overlaps it, as the index says and a read has confirmed. */
export async function readIndexedHolders(
  ports: NamePorts,
  domain: string,
  reference: ReferenceName,
): Promise<AliasHolder[]> {
  // The reference is read in any case.
  const candidates = listCandidates(ports.index, domain).filter(
    ({ id }) => reference.by !== 'id' || id !== reference.id,
  );
  const found = await readIndexed(ports, candidates, (alias) => overlaps(alias, domain));
  return found.flatMap((distribution) => listHolders(distribution, domain));
}

/** Names above a domain are few. Names below a wildcard can be any, so only then the whole index is looked through. */
function listCandidates(index: DistributionIndex, domain: string): readonly DistributionSummary[] {
  const labels = domain.split('.');
  const wider = labels.slice(1).map((_, level) => `*.${labels.slice(level + 1).join('.')}`);
  const found = [domain, ...wider].flatMap((name) => index.find(name));
  if (!domain.startsWith('*.')) return found;
  return [...found, ...index.search(({ aliases }) => aliases.some((alias) => overlaps(alias, domain)))];
}

/** The aliases of a distribution that are the domain, or overlap it. */
export function listHolders({ id, config }: Distribution, domain: string): AliasHolder[] {
  const aliases = (config.Aliases?.Items ?? []).map(normalizeHostname);
  return aliases.filter((alias) => overlaps(alias, domain)).map((alias) => ({ alias, distributionId: id }));
}
