// The replicas of the bot between the fakes: started, killed, and in HTTP mode taken in turns.
import { pipelineClient } from '../fakes/aws/people.js';
import type { FakeAws } from '../fakes/aws/server.js';
import type { FakeEdge } from '../fakes/edge/server.js';
import type { FakeSlack } from '../fakes/slack/server.js';
import { BotProcess } from './bot-process.js';
import type { ClockAndDns } from './clock-and-dns.js';
import { allowedGroup, announceChannel, apiScope, approverMention } from './demo-data.js';
import type { BotView } from './views.js';

export type BotMode = 'http' | 'socket';

/** Finished ones are kept for a look at their last words. */
const maxFinishedBots = 6;

/** What a bot is put between. */
export interface BotSurroundings {
  readonly mode: BotMode;
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly edge: FakeEdge;
  readonly clockAndDns: ClockAndDns;
}

export class Bots {
  readonly mode: BotMode;
  readonly #slack: FakeSlack;
  readonly #env: Readonly<Record<string, string>>;
  readonly #clockAndDns: ClockAndDns;
  readonly #changed: () => void;
  #requireSecondPerson = false;
  #all: BotProcess[] = [];
  /** By replica number: who had it last, and the port that goes with it. */
  readonly #seats: BotProcess[] = [];
  readonly #ports = new Map<number, number>();
  #started = 0;
  #turn = 0;
  /** However this process ends, its bots do not outlive it. */
  readonly #killAll = (): void => {
    for (const bot of this.#all) void bot.end('SIGKILL');
  };

  constructor({ mode, slack, aws, edge, clockAndDns }: BotSurroundings, changed: () => void) {
    this.mode = mode;
    this.#slack = slack;
    this.#env = {
      ...environmentFor(mode, slack, aws),
      SANDBOX_EDGE_PORT: String(edge.port),
      // The edge shows certificates of its own authority.
      NODE_EXTRA_CA_CERTS: edge.caFile,
    };
    this.#clockAndDns = clockAndDns;
    clockAndDns.onChange((state) => {
      for (const bot of this.#all) bot.tell(state);
    });
    this.#changed = changed;
    process.on('exit', this.#killAll);
  }

  /** Returns at once; what becomes of it can be waited for. */
  start(): BotProcess {
    this.#started += 1;
    const seat = this.#findSeat();
    const env = {
      ...this.#env,
      PORT: String(this.#ports.get(seat) ?? 0),
      REQUIRE_SECOND_PERSON: String(this.#requireSecondPerson),
      SANDBOX_CLOCK_AND_DNS: JSON.stringify(this.#clockAndDns.state),
    };
    const bot = new BotProcess(this.#started, env, this.#changed);
    this.#seats[seat] = bot;
    bot.whenReady().then(
      () => this.#ports.set(seat, bot.port ?? 0),
      // Somebody else may have the port by now: the next one takes any.
      () => bot.state === 'failed' && this.#ports.delete(seat),
    );
    const dead = this.#all.filter(({ isAlive }) => !isAlive).slice(-maxFinishedBots);
    this.#all = [...this.#all.filter((one) => one.isAlive || dead.includes(one)), bot];
    this.#changed();
    return bot;
  }

  /** The first one free: what takes the place of a dead bot is reached where that one was. */
  #findSeat(): number {
    const free = this.#seats.findIndex(({ isAlive }) => !isAlive);
    return free === -1 ? this.#seats.length : free;
  }

  get requireSecondPerson(): boolean {
    return this.#requireSecondPerson;
  }

  /** What the bot reads at its start takes a restart: as many again as were there. */
  async setSecondPerson(isRequired: boolean): Promise<void> {
    if (isRequired === this.#requireSecondPerson) return;
    this.#requireSecondPerson = isRequired;
    const leaving = this.#all.filter(({ isAlive }) => isAlive);
    await Promise.all(leaving.map((bot) => bot.end('SIGTERM')));
    await Promise.all(leaving.map(() => this.start().whenReady()));
  }

  find(id: number): BotProcess | undefined {
    return this.#all.find((bot) => bot.id === id);
  }

  /** In HTTP mode the next command or click goes to the next replica, as behind a load balancer. */
  takeTurns(): void {
    if (this.mode !== 'http') return;
    const running = this.#all.filter(({ state }) => state === 'running');
    this.#turn += 1;
    const next = running[this.#turn % Math.max(running.length, 1)];
    // Nobody answers at the discard port: what is sent while no bot runs fails as it would at Slack.
    this.#slack.settings.botUrl = `http://127.0.0.1:${next?.port ?? 9}/slack/events`;
  }

  show(): BotView[] {
    return this.#all.map((bot) => bot.show());
  }

  async endAll(): Promise<void> {
    process.off('exit', this.#killAll);
    await Promise.all(this.#all.map((bot) => bot.end('SIGKILL')));
  }
}

function environmentFor(mode: BotMode, slack: FakeSlack, aws: FakeAws): Record<string, string> {
  const { botToken, appToken, signingSecret } = slack.settings;
  return {
    PATH: process.env.PATH ?? '',
    SLACK_BOT_TOKEN: botToken,
    ...(mode === 'http' ? { SLACK_SIGNING_SECRET: signingSecret } : { SLACK_APP_TOKEN: appToken }),
    SLACK_API_URL: slack.apiUrl,
    COGNITO_USER_POOL_ID: aws.store.pool.id,
    COGNITO_ALLOWED_GROUPS: allowedGroup,
    // Its calls would meet the trouble that somebody sets.
    CHECK_PERMISSIONS: 'false',
    SLACK_APPROVER_MENTION: approverMention,
    COGNITO_API_SCOPES: apiScope,
    COGNITO_API_CLIENT_IDS: pipelineClient.id,
    COGNITO_JWKS_URI: aws.jwksUri,
    SLACK_ANNOUNCE_CHANNEL: announceChannel,
    HOST: '127.0.0.1',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
