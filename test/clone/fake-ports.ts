// Tiny stand-ins for the ports, and promises that are kept when the test says so.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import { refuse } from '../../src/clone/outcome.js';
import type { CreateAnswer, Distribution, Distributions, Result } from '../../src/clone/ports.js';
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
    listForeignHolders: unasked('listForeignHolders'),
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
      const summaries = existing.map(({ id, domainName, config }) => ({
        id,
        domainName,
        aliases: config.Aliases?.Items ?? [],
        status: 'Deployed',
        origin: '',
      }));
      return { ok: true, value: summaries };
    },
    listForeignHolders: async () => [],
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
