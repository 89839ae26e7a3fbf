// AWS behind the ports, loaded late: the SDK's clients take as long to load as half of everything else, and nothing
// needs them before somebody asks for something. They load once the bot is ready, or with the first question.

import type { OutsideWrites } from '../clone/copy-settings.js';
import type { OutsideReads } from '../clone/outside-reads.js';
import type { ProbeResult } from '../clone/permissions.js';
import type { Certificates, Directory, Distributions, TaggedClones } from '../clone/ports.js';
import type { ProxySettings } from '../network/proxy.js';
import type { JsonEndpoints } from './json-services.js';
import { loadOutsideReads } from './late-outside-reads.js';
import type { TimeAwsCall } from './middleware/call-metrics.js';

export interface Aws {
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  readonly directory: Directory;
  readonly taggedClones: TaggedClones;
  readonly outside: OutsideReads;
  readonly outsideWrites: OutsideWrites;
  /** What the role may read, by IAM action. Asks AWS once for each, and writes nothing. */
  probePermissions(isStopping: () => boolean): Promise<ReadonlyMap<string, ProbeResult>>;
  /** Loads what the first question would have to wait for. */
  load(): Promise<void>;
  close(): void;
}

export interface AwsOptions {
  readonly region: string;
  readonly userPoolId: string;
  readonly time: TimeAwsCall;
  readonly proxy: ProxySettings | undefined;
  readonly endpoints: JsonEndpoints;
  readonly clock: () => number;
}

export function createAws(options: AwsOptions): Aws {
  let loading: ReturnType<typeof loadAws> | undefined;
  const loaded = () => {
    loading ??= loadAws(options);
    return loading;
  };
  return {
    distributions: {
      read: async (id) => (await loaded()).distributions.read(id),
      readTags: async (arn) => (await loaded()).distributions.readTags(arn),
      guessArn: async (id) => (await loaded()).distributions.guessArn(id),
      list: async () => (await loaded()).distributions.list(),
      listPage: async (marker) => (await loaded()).distributions.listPage(marker),
      listDomainConflicts: async (domain, id) => (await loaded()).distributions.listDomainConflicts(domain, id),
      cachesByHost: async (policyId) => (await loaded()).distributions.cachesByHost(policyId),
      createAccessControl: async (name, type) => (await loaded()).distributions.createAccessControl(name, type),
      listAccessControls: async () => (await loaded()).distributions.listAccessControls(),
      forwardsHost: async (policyId) => (await loaded()).distributions.forwardsHost(policyId),
      create: async (config, tags) => (await loaded()).distributions.create(config, tags),
      tag: async (arn, tags) => (await loaded()).distributions.tag(arn, tags),
    },
    certificates: {
      list: async () => (await loaded()).certificates.list(),
      readRenewal: async (arn) => (await loaded()).certificates.readRenewal(arn),
      listUsers: async (arn) => (await loaded()).certificates.listUsers(arn),
    },
    directory: { listGroups: async (email) => (await loaded()).directory.listGroups(email) },
    taggedClones: {
      list: async () => (await loaded()).taggedClones.list(),
      listByTags: async (find) => (await loaded()).taggedClones.listByTags(find),
    },
    outside: loadOutsideReads(async () => (await loaded()).outside),
    outsideWrites: {
      createDelivery: async (clone, delivery) => (await loaded()).outsideWrites.createDelivery(clone, delivery),
      createMetrics: async (id) => (await loaded()).outsideWrites.createMetrics(id),
    },
    probePermissions: async (isStopping) => (await loaded()).probePermissions(isStopping),
    load: async () => {
      await loaded();
    },
    close: () => {
      loading?.then(({ close }) => close()).catch(() => undefined);
    },
  };
}

/** One after the other, so that what Slack sends meanwhile gets its turn in between. */
async function loadAws({ region, userPoolId, time, proxy, endpoints, clock }: AwsOptions) {
  const { createDistributions } = await import('./cloudfront.js');
  const { createCertificates } = await import('./acm.js');
  const { createDirectory } = await import('./cognito.js');
  const { createTaggedClones } = await import('./tagging.js');
  const { closeAwsClients, createAwsClients } = await import('./clients.js');
  const { createOutsideClients } = await import('./outside-clients.js');
  const clients = createAwsClients(region, { time, proxy });
  const outside = createOutsideClients(clients.cloudFront, { time, proxy, endpoints, clock });
  const distributions = createDistributions(clients.cloudFront);
  return {
    distributions,
    certificates: createCertificates(clients.acm),
    directory: createDirectory(clients.cognito, userPoolId),
    taggedClones: createTaggedClones(clients.tagging, distributions),
    outside: outside.reads,
    outsideWrites: outside.writes,
    probePermissions: async (isStopping: () => boolean) => {
      const { probePermissions } = await import('./permission-probes.js');
      const { logs, send } = outside;
      return probePermissions({ ...clients, logs, send, endpoints }, userPoolId, isStopping);
    },
    close: () => {
      closeAwsClients(clients);
      outside.close();
    },
  };
}
