// The announcer for a process that lives an invocation at a time: nothing is put off to a later beat, because there may
// be none; the schedule looks again.
import type { Certificates, Distributions, Pause, TaggedClones } from '../clone/ports.js';
import { makePrepareClone } from '../clone/prepare.js';
import { makeDns } from '../dns.js';
import type { Journal } from '../journal.js';
import type { Log } from '../log.js';
import { makeWork } from '../work.js';
import { makeAgenda } from './agenda.js';
import { type Announcer, makeAnnouncer } from './announce.js';
import { makeSlackApi } from './api.js';
import { makeJudgeChannel } from './channel.js';
import { makeCardStore } from './store.js';
import { makeTurns } from './turns.js';

export interface LambdaAnnouncerOptions {
  readonly settings: { readonly botToken: string; readonly channel: string; readonly apiUrl: string | undefined };
  readonly distributions: Distributions;
  readonly certificates: Certificates;
  readonly taggedClones: TaggedClones;
  readonly journal: Journal;
  readonly log: Log;
  readonly now: () => Date;
  readonly pause: Pause;
}

export async function makeLambdaAnnouncer(options: LambdaAnnouncerOptions): Promise<Announcer> {
  const { settings, distributions, certificates, taggedClones, journal, log, now, pause } = options;
  const slack = makeSlackApi({ ...settings, pause, now });
  const who = await slack.identifyBot();
  if (!who.ok) throw new Error(`Slack does not say who the bot is (${who.error}): check SLACK_BOT_TOKEN`);
  const bot = who.value;
  return makeAnnouncer(
    {
      slack,
      bot,
      // Nobody is asked to approve what is made already.
      store: makeCardStore(slack, bot, { approvers: [], requireSecondPerson: false }),
      distributions,
      taggedClones,
      prepare: makePrepareClone({ distributions, certificates }),
      judgeChannel: makeJudgeChannel(slack),
      dns: makeDns(),
      turns: makeTurns(),
      work: makeWork(log),
      agenda: makeAgenda(now),
      now,
      pause,
      journal,
      log,
    },
    settings.channel,
  );
}
