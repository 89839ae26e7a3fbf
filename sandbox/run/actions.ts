// Every action that the page or a test can ask for, by name. Each checks its body and returns a result.
import type { FakeAws } from '../fakes/aws/server.js';
import type { FakeEdge } from '../fakes/edge/server.js';
import type { Outcome } from '../fakes/slack/interactions.js';
import type { ClickRequest } from '../fakes/slack/requests.js';
import type { FakeSlack } from '../fakes/slack/server.js';
import { IDENTITY } from '../fakes/slack/settings.js';
import { Impossible } from '../fakes/slack/slack-error.js';
import * as schemas from './action-schemas.js';
import type { Bots } from './bots.js';
import type { ClockAndDns } from './clock-and-dns.js';
import { editDistribution } from './edits.js';
import { setFault } from './fault-presets.js';

export interface ActionContext {
  readonly slack: FakeSlack;
  readonly aws: FakeAws;
  readonly edge: FakeEdge;
  readonly bots: Bots;
  readonly clockAndDns: ClockAndDns;
  /** Certificates made expired here, with the end that they had. */
  readonly expired: Map<string, string | undefined>;
}

type Action = (context: ActionContext, body: unknown) => unknown;

const hour = 3_600_000;
const longAgo = '2020-01-01T00:00:00.000Z';

export const actions: Readonly<Record<string, Action>> = {
  command: (context, body) => {
    const asked = schemas.command.parse(body);
    return deliver(context, () => context.slack.command(asked));
  },
  click: (context, body) => {
    const asked = schemas.click.parse(body);
    return deliver(context, () => clickOnScreen(context.slack, asked));
  },
  submit: (context, body) => {
    const asked = schemas.submit.parse(body);
    return deliver(context, () => context.slack.submit(asked));
  },
  suggest: (context, body) => {
    const asked = schemas.suggest.parse(body);
    return deliver(context, () => context.slack.suggest(asked));
  },
  home: (context, body) => {
    const asked = schemas.home.parse(body);
    return deliver(context, () => context.slack.openHome(asked));
  },
  'global-shortcut': (context, body) => {
    const asked = schemas.globalShortcut.parse(body);
    return deliver(context, () => context.slack.globalShortcut(asked));
  },
  'message-shortcut': (context, body) => {
    const asked = schemas.messageShortcut.parse(body);
    return deliver(context, () => context.slack.messageShortcut(asked));
  },
  close: async ({ slack, bots }, body) => {
    bots.takeTurns();
    await slack.closeView(schemas.close.parse(body));
    return { ok: true };
  },
  say: async ({ slack, bots }, body) => {
    bots.takeTurns();
    const { message } = await slack.write(schemas.say.parse(body));
    return { ok: true, ts: message.ts };
  },
  invite: ({ slack }, body) => {
    const asked = schemas.invite.parse(body);
    try {
      slack.invite(asked);
      return { ok: true };
    } catch (error) {
      // What Slack tells the person is no fault of the page.
      if (error instanceof Impossible) return { ok: false, error: error.message };
      throw error;
    }
  },
  membership: ({ aws }, body) => {
    const { username, group, isMember } = schemas.membership.parse(body);
    return found(aws.store.changeMembership(username, group, isMember), `no user ${username}`);
  },
  reference: ({ aws }, body) => {
    const { id, edit } = schemas.reference.parse(body);
    return found(editDistribution(aws.store, id, edit) || undefined, `no distribution ${id}, or no edit ${edit}`);
  },
  certificate: (context, body) => {
    const { arn, isExpired } = schemas.certificate.parse(body);
    return found(setExpired(context, arn, isExpired), `no certificate ${arn}`);
  },
  share: ({ slack }, body) => {
    const { channel, isShared } = schemas.share.parse(body);
    return found(shareChannel(slack, channel, isShared), `no channel ${channel}`);
  },
  trouble: ({ aws, slack, edge }, body) => {
    const { name, isOn } = schemas.trouble.parse(body);
    return found(setFault(name, isOn, { aws, slack, edge }) || undefined, `no trouble called ${name}`);
  },
  clock: ({ clockAndDns }, body) => {
    clockAndDns.advanceClock(schemas.clock.parse(body).hours * hour);
    return { ok: true };
  },
  dns: ({ clockAndDns }, body) => {
    const { domain, target } = schemas.dns.parse(body);
    clockAndDns.point(domain, target);
    return { ok: true };
  },
  'origin-policy': ({ aws, edge }, body) => {
    const { id, host } = schemas.originPolicy.parse(body);
    const distribution = aws.store.distributions.get(id);
    if (distribution) edge.origins.letIn(host, distribution.arn);
    return found(distribution, `no distribution ${id}`);
  },
  'second-person': async ({ bots }, body) => {
    await bots.setSecondPerson(schemas.secondPerson.parse(body).isRequired);
    return { ok: true };
  },
  'bots/start': ({ bots }, body) => {
    schemas.nothing.parse(body);
    return { ok: true, id: bots.start().id };
  },
  'bots/end': async ({ bots }, body) => {
    const { id, signal } = schemas.endBot.parse(body);
    const bot = bots.find(id);
    if (!bot) throw new Impossible(`no bot ${id}`);
    await bot.end(signal);
    return { ok: true };
  },
  // The clock stays: time that has passed for the bot does not come back.
  reset: ({ slack, aws, edge, clockAndDns, expired }, body) => {
    schemas.nothing.parse(body);
    slack.reset();
    aws.store.reset();
    edge.origins.reset();
    aws.faults.clear();
    aws.limits.reset();
    aws.calls.clear();
    clockAndDns.forgetRecords();
    expired.clear();
    return { ok: true };
  },
};

/** What the page has to know of what came of it, without the payload. */
async function deliver<T extends Outcome>({ bots }: ActionContext, send: () => Promise<T>): Promise<Omit<T, 'sent'>> {
  bots.takeTurns();
  const { sent: _sent, ...outcome } = await send();
  return outcome;
}

/** A card may be redrawn under the finger: the click on the old drawing is sent all the same. */
async function clickOnScreen(slack: FakeSlack, asked: ClickRequest): Promise<Outcome> {
  try {
    return await slack.click(asked);
  } catch (error) {
    if (!(error instanceof Impossible)) throw error;
    return slack.click({ ...asked, stale: true });
  }
}

function found<T>(value: T | undefined, otherwise: string): { ok: true } {
  if (value === undefined) throw new Impossible(otherwise);
  return { ok: true };
}

function setExpired({ aws, expired }: ActionContext, arn: string, isExpired: boolean) {
  const certificate = aws.store.certificates.get(arn);
  if (!certificate || expired.has(arn) === isExpired) return certificate;
  if (isExpired) {
    expired.set(arn, certificate.notAfter);
    return aws.store.changeCertificate({ arn, notAfter: longAgo });
  }
  const notAfter = expired.get(arn);
  expired.delete(arn);
  return aws.store.changeCertificate({ arn, ...(notAfter !== undefined && { notAfter }) });
}

/** People of the other workspace come and go with the connection. */
function shareChannel(slack: FakeSlack, id: string, isShared: boolean) {
  const channel = slack.workspace.channels.get(id);
  if (!channel) return undefined;
  const partners = [...slack.workspace.people.values()].filter(({ team_id }) => team_id !== IDENTITY.team.id);
  const own = channel.members.filter((member) => partners.every((partner) => partner.id !== member));
  const members = isShared ? [...own, ...partners.map((partner) => partner.id)] : own;
  return slack.workspace.putChannel({ id, is_ext_shared: isShared, members });
}
