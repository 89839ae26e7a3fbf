// AWS behind the ports, loaded late: the SDK's clients take as long to load as half of everything else, and nothing
// needs them before somebody asks for something. They load once the bot is ready, or with the first question.

import type { OutsideWrites } from '../clone/copy-settings.js';
import type { OutsideReads } from '../clone/outside-reads.js';
import type { ProbeResult } from '../clone/permissions.js';
import type { Certificates, Directory, Distributions, TaggedClones } from '../clone/ports.js';
import type { UndoWrites } from '../clone/undo/undo-writes.js';
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
  readonly undoWrites: UndoWrites;
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
  let loading: Promise<LoadedAws> | undefined;
  const loaded = () => {
    loading ??= loadAws(options);
    return loading;
  };
  /** The same call, made when the clients are there. */
  const late =
    <Args extends readonly unknown[], Answer>(pick: (aws: LoadedAws) => (...args: Args) => Promise<Answer>) =>
    async (...args: Args): Promise<Answer> =>
      pick(await loaded())(...args);

  return {
    distributions: {
      read: late(({ distributions }) => distributions.read),
      readTags: late(({ distributions }) => distributions.readTags),
      guessArn: late(({ distributions }) => distributions.guessArn),
      list: late(({ distributions }) => distributions.list),
      listPage: late(({ distributions }) => distributions.listPage),
      listDomainConflicts: late(({ distributions }) => distributions.listDomainConflicts),
      cachesByHost: late(({ distributions }) => distributions.cachesByHost),
      createAccessControl: late(({ distributions }) => distributions.createAccessControl),
      listAccessControls: late(({ distributions }) => distributions.listAccessControls),
      forwardsHost: late(({ distributions }) => distributions.forwardsHost),
      create: late(({ distributions }) => distributions.create),
      tag: late(({ distributions }) => distributions.tag),
    },
    certificates: {
      list: late(({ certificates }) => certificates.list),
      readRenewal: late(({ certificates }) => certificates.readRenewal),
      listUsers: late(({ certificates }) => certificates.listUsers),
    },
    directory: { listGroups: late(({ directory }) => directory.listGroups) },
    taggedClones: {
      list: late(({ taggedClones }) => taggedClones.list),
      listByTags: late(({ taggedClones }) => taggedClones.listByTags),
    },
    outside: loadOutsideReads(async () => (await loaded()).outside),
    outsideWrites: {
      createDelivery: late(({ outsideWrites }) => outsideWrites.createDelivery),
      createMetrics: late(({ outsideWrites }) => outsideWrites.createMetrics),
    },
    probePermissions: late((aws) => aws.probePermissions),
    undoWrites: {
      update: late(({ undoWrites }) => undoWrites.update),
      remove: late(({ undoWrites }) => undoWrites.remove),
      untag: late(({ undoWrites }) => undoWrites.untag),
      listUnderWay: late(({ undoWrites }) => undoWrites.listUnderWay),
    },
    load: async () => {
      await loaded();
    },
    close: () => {
      loading?.then(({ close }) => close()).catch(() => undefined);
    },
  };
}

type LoadedAws = Awaited<ReturnType<typeof loadAws>>;

/** One after the other, so that what Slack sends meanwhile gets its turn in between. */
async function loadAws({ region, userPoolId, time, proxy, endpoints, clock }: AwsOptions) {
  const { createDistributions } = await import('./cloudfront.js');
  const { createCertificates } = await import('./acm.js');
  const { createDirectory } = await import('./cognito.js');
  const { createTaggedClones } = await import('./tagging.js');
  const { createUndoWrites } = await import('./undo-writes.js');
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
    undoWrites: createUndoWrites(clients.cloudFront, clients.tagging),
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
