// The whole job on one machine: both fakes, the page and the real bot, started together and stopped together.

import { createAccountSeed } from '../account-seed.js';
import { type FakeAws, startAws } from '../fakes/aws/server.js';
import { type FakeEdge, startEdge } from '../fakes/edge/server.js';
import { type FakeSlack, startSlack } from '../fakes/slack/server.js';
import type { ActionContext } from './actions.js';
import { type BotMode, Bots } from './bots.js';
import { bundlePage } from './bundle.js';
import { ClockAndDns } from './clock-and-dns.js';
import { showFaults } from './fault-presets.js';
import { Feed } from './feed.js';
import { startHttpServer } from './http-server.js';
import { showAws } from './show-aws.js';
import { showCalls } from './show-calls.js';
import { showSlack } from './show-slack.js';
import type { SandboxState } from './views.js';

export interface SandboxOptions {
  /** The page's; the next free one is taken where it is in use. 0 is any. */
  readonly port?: number;
  readonly mode?: BotMode;
  /** Until a new distribution is deployed. */
  readonly deploySeconds?: number;
}

export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** The fakes themselves, for tests in the same process. */
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly edge: FakeEdge;
  read(): SandboxState;
  /** Resolves once nothing of it runs any more. */
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 4000, mode = 'socket', deploySeconds = 8 } = options;
  const bundling = bundlePage();
  // Awaited below; a failure in between must not go unheard as an unhandled rejection.
  bundling.catch(() => undefined);
  const clockAndDns = new ClockAndDns();
  const now = () => new Date(clockAndDns.now());
  const slack = await startSlack({ mode, now: clockAndDns.now });
  const aws = await startAws({ seed: createAccountSeed(now()), now, deploySeconds });
  const edge = await startEdge(aws.store);
  const bots = new Bots({ mode, slack, aws, edge, clockAndDns }, () => feed.hint());
  const context: ActionContext = { slack, aws, edge, bots, clockAndDns, expired: new Map() };
  const feed = new Feed({
    slack: () => showSlack(slack),
    aws: () => showAws(aws.store, edge.origins, new Set(context.expired.keys()), clockAndDns.state.records),
    trouble: () => ({
      mode,
      clockOffset: clockAndDns.state.offset,
      requireSecondPerson: bots.requireSecondPerson,
      bots: bots.show(),
      troubles: showFaults({ aws, slack, edge }),
      calls: showCalls(aws, slack),
    }),
  });
  slack.subscribe(() => feed.hint());

  async function closeInner(): Promise<void> {
    feed.close();
    await bots.endAll();
    await Promise.all([slack.close(), aws.close(), edge.close()]);
  }

  try {
    const first = bots.start();
    const files = await bundling;
    await first.whenReady();
    bots.takeTurns();
    const server = await startHttpServer({ files, feed, context }, port);
    return {
      url: server.url,
      port: server.port,
      slack,
      aws,
      edge,
      read: () => feed.read(),
      close: async () => {
        await server.close();
        await closeInner();
      },
    };
  } catch (error) {
    await closeInner();
    throw error;
  }
}
