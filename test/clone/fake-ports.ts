// Tiny fakes for the ports, and promises that are kept when the test says so.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import type { DistributionSummary } from '../../src/clone/origin-facts.js';
import { refuse } from '../../src/clone/outcome.js';
import type {
  Certificates,
  CreateAnswer,
  Distribution,
  DistributionIndex,
  Distributions,
} from '../../src/clone/ports.js';
import type { Result } from '../../src/clone/result.js';
import { makeConfig } from './references.js';

/** Distributions that answer what the test gives and fail the test for what it does not. */
export function fakeDistributions(answers: Partial<Distributions>): Distributions {
  const unasked = (name: string) => (): never => {
    throw new Error(`${name} was not to be called`);
  };
  return {
    read: unasked('read'),
    readTags: unasked('readTags'),
    list: unasked('list'),
    listPage: unasked('listPage'),
    listDomainConflicts: unasked('listDomainConflicts'),
    guessArn: async () => undefined,
    forwardsHost: unasked('forwardsHost'),
    cachesByHost: unasked('cachesByHost'),
    listAccessControls: unasked('listAccessControls'),
    createAccessControl: unasked('createAccessControl'),
    create: unasked('create'),
    tag: unasked('tag'),
    ...answers,
  };
}

export function makeDistribution(id: string, config: DistributionConfig = makeConfig()): Distribution {
  return {
    id,
    arn: `arn:aws:cloudfront::111122223333:distribution/${id}`,
    etag: 'ETAG1',
    domainName: `d${id.toLowerCase()}.cloudfront.net`,
    status: 'Deployed',
    config,
  };
}

export function makeSummary(id: string, aliases: readonly string[] = []): DistributionSummary {
  const { arn, domainName, status } = makeDistribution(id);
  return { id, arn, domainName, aliases, comment: '', status, origin: 'old-origin.example.net' };
}

export function answer<T>(value: T): Promise<Result<T>> {
  return Promise.resolve({ ok: true, value });
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly keep: (value: T) => void;
}

export function defer<T>(): Deferred<T> {
  let keep: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

/** Lets every promise that can go on do so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Certificates that answer what the test gives, and fail the test for what it does not. */
export function fakeCertificates(answers: Partial<Certificates> = {}): Certificates {
  return {
    list: () => answer([]),
    readRenewal: () => Promise.reject(new Error('nobody was to ask about a renewal')),
    listUsers: () => Promise.reject(new Error('nobody was to ask who uses a certificate')),
    ...answers,
  };
}

/** An index that was read to the end, of these distributions. */
export function makeIndex(
  summaries: readonly DistributionSummary[],
  state: DistributionIndex['state'] = 'complete',
): DistributionIndex & { readonly added: Distribution[] } {
  const added: Distribution[] = [];
  return {
    state,
    added,
    find: (name) => summaries.filter(({ domainName, aliases }) => domainName === name || aliases.includes(name)),
    search: (isWanted) => summaries.filter(isWanted),
    get: (id) => summaries.find((summary) => summary.id === id),
    add: (created) => void added.push(created),
  };
}

/** An account in which creations go by a script, and which can be listed and read. */
export function makeAccount(script: readonly CreateAnswer[], existing: readonly Distribution[] = []) {
  const created: { config: DistributionConfig; tags: readonly Tag[] }[] = [];
  const pauses: number[] = [];
  const calls: string[] = [];
  const distributions = fakeDistributions({
    create: async (config, tags) => {
      calls.push('create');
      created.push({ config, tags });
      const next = script[created.length - 1];
      if (!next) throw new Error(`create was called ${created.length} times`);
      return next;
    },
    list: async () => {
      calls.push('list');
      const summaries = existing.map(({ id, config }) => makeSummary(id, config.Aliases?.Items));
      return { ok: true, value: summaries };
    },
    listDomainConflicts: () => answer([]),
    read: async (id) => {
      calls.push(`read ${id}`);
      const found = existing.find((distribution) => distribution.id === id);
      return found ? { ok: true, value: found } : refuse('reference_not_found');
    },
  });
  const pause = async (milliseconds: number): Promise<void> => {
    calls.push('pause');
    pauses.push(milliseconds);
  };
  return { distributions, pause, created, pauses, calls };
}
