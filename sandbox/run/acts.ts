// Everything that can be done through the door, by name. Each checks its body and says what came of it.
import type { AwsStandIn } from '../fakes/aws/server.js';
import type { Outcome } from '../fakes/slack/interactions.js';
import { Impossible } from '../fakes/slack/refusal.js';
import type { ClickRequest } from '../fakes/slack/requests.js';
import type { SlackStandIn } from '../fakes/slack/server.js';
import { IDENTITY } from '../fakes/slack/settings.js';
import type { Bots } from './bots.js';
import { editDistribution } from './edits.js';
import * as ask from './requests.js';
import type { Surroundings } from './surroundings.js';
import { setTrouble } from './troubles.js';

export interface Powers {
  readonly slack: SlackStandIn;
  readonly aws: AwsStandIn;
  readonly bots: Bots;
  readonly surroundings: Surroundings;
  /** Who did the last thing: a modal that opens now is theirs. */
  readonly actor: { user: string };
  /** Certificates made expired here, with the end that they had. */
  readonly expired: Map<string, string | undefined>;
}

type Act = (powers: Powers, body: unknown) => unknown;

const hour = 3_600_000;
const longAgo = '2020-01-01T00:00:00.000Z';

export const acts: Readonly<Record<string, Act>> = {
  command: (powers, body) => {
    const asked = ask.command.parse(body);
    return deliver(powers, asked.user, () => powers.slack.command(asked));
  },
  click: (powers, body) => {
    const asked = ask.click.parse(body);
    return deliver(powers, asked.user, () => clickOnScreen(powers.slack, asked));
  },
  submit: (powers, body) => {
    const asked = ask.submit.parse(body);
    return deliver(powers, asked.user, () => powers.slack.submit(asked));
  },
  suggest: (powers, body) => {
    const asked = ask.suggest.parse(body);
    return deliver(powers, asked.user, () => powers.slack.suggest(asked));
  },
  home: (powers, body) => {
    const asked = ask.home.parse(body);
    return deliver(powers, asked.user, () => powers.slack.openHome(asked));
  },
  close: ({ slack }, body) => {
    slack.views.close(ask.close.parse(body).view_id);
    return { ok: true };
  },
  say: ({ slack }, body) => ({ ok: true, ts: slack.say(ask.say.parse(body)).ts }),
  membership: ({ aws }, body) => {
    const { username, group, isMember } = ask.membership.parse(body);
    return found(aws.store.changeMembership(username, group, isMember), `no user ${username}`);
  },
  reference: ({ aws }, body) => {
    const { id, edit } = ask.reference.parse(body);
    return found(editDistribution(aws.store, id, edit) || undefined, `no distribution ${id}, or no edit ${edit}`);
  },
  certificate: (powers, body) => {
    const { arn, isExpired } = ask.certificate.parse(body);
    return found(setExpired(powers, arn, isExpired), `no certificate ${arn}`);
  },
  share: ({ slack }, body) => {
    const { channel, isShared } = ask.share.parse(body);
    return found(shareChannel(slack, channel, isShared), `no channel ${channel}`);
  },
  trouble: ({ aws, slack }, body) => {
    const { name, isOn } = ask.trouble.parse(body);
    return found(setTrouble(name, isOn, aws, slack) || undefined, `no trouble called ${name}`);
  },
  clock: ({ surroundings }, body) => {
    surroundings.moveOn(ask.clock.parse(body).hours * hour);
    return { ok: true };
  },
  dns: ({ surroundings }, body) => {
    const { domain, target } = ask.dns.parse(body);
    surroundings.point(domain, target);
    return { ok: true };
  },
  'second-person': async ({ bots }, body) => {
    await bots.setSecondPerson(ask.secondPerson.parse(body).isRequired);
    return { ok: true };
  },
  'bots/start': ({ bots }, body) => {
    ask.nothing.parse(body);
    return { ok: true, id: bots.start().id };
  },
  'bots/end': async ({ bots }, body) => {
    const { id, signal } = ask.endBot.parse(body);
    const bot = bots.find(id);
    if (!bot) throw new Impossible(`no bot ${id}`);
    await bot.end(signal);
    return { ok: true };
  },
  // The clock stays: time that has passed for the bot does not come back.
  reset: ({ slack, aws, surroundings, expired }, body) => {
    ask.nothing.parse(body);
    slack.reset();
    aws.store.reset();
    aws.faults.clear();
    aws.limits.reset();
    aws.calls.clear();
    surroundings.forgetRecords();
    expired.clear();
    return { ok: true };
  },
};

async function deliver({ bots, actor }: Powers, user: string, send: () => Promise<Outcome>) {
  actor.user = user;
  bots.takeTurns();
  const { ok, error, via, status, ms, body } = await send();
  return { ok, ...(error !== undefined && { error }), via, status, ms, body };
}

/** A card may be redrawn under the finger: the click on the old drawing is sent all the same. */
async function clickOnScreen(slack: SlackStandIn, asked: ClickRequest): Promise<Outcome> {
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

function setExpired({ aws, expired }: Powers, arn: string, isExpired: boolean) {
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
function shareChannel(slack: SlackStandIn, id: string, isShared: boolean) {
  const channel = slack.world.channels.get(id);
  if (!channel) return undefined;
  const partners = [...slack.world.people.values()].filter(({ team_id }) => team_id !== IDENTITY.team.id);
  const own = channel.members.filter((member) => partners.every((partner) => partner.id !== member));
  const members = isShared ? [...own, ...partners.map((partner) => partner.id)] : own;
  return slack.world.putChannel({ id, is_ext_shared: isShared, members });
}
