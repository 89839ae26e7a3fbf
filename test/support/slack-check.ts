// The check of a real Slack, run in this process on the fake, whose rate limits are on. Time passes only where it waits.
import { type FakeSlack, type SlackOptions, startSlack } from '../../sandbox/fakes/slack/server.js';
import { checkDrawings } from '../../scripts/check-slack/check-drawings.js';
import { checkWorkspace, type Ending } from '../../scripts/check-slack/check-workspace.js';
import { createReport, type Report, type Row } from '../../scripts/check-slack/report.js';
import { runForPerson } from '../../src/concurrency/priority.js';

export const checkedChannel = 'C0CDN000001';
export const checkedToken = 'xoxb-sandbox';

export interface Checked {
  readonly ending: Ending;
  readonly report: Report;
  /** The first line of this part whose name starts like this. */
  find(part: Row['part'], name: string): Row | undefined;
}

export interface SlackCheck {
  readonly slack: FakeSlack;
  readonly controller: AbortController;
  now(): number;
  advance(milliseconds: number): void;
  run(work: 'workspace' | 'drawings', rounds?: number): Promise<Checked>;
  /** What the bot has in the channel. */
  standing(): readonly { readonly ts: string }[];
}

export async function startSlackCheck(options: SlackOptions = {}): Promise<SlackCheck> {
  let time = Date.parse('2026-11-23T12:00:00Z');
  const controller = new AbortController();
  const slack = await startSlack({ now: () => time, isMetered: true, ...options });
  const pause = async (milliseconds: number): Promise<void> => {
    time += milliseconds;
    await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    slack,
    controller,
    now: () => time,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    run: async (work, rounds = 2) => {
      const report = createReport();
      const tools = { now: () => new Date(time), pause, signal: controller.signal, report };
      const workspace = { botToken: checkedToken, channel: checkedChannel };
      const ending = await runForPerson(() =>
        work === 'workspace'
          ? checkWorkspace(workspace, { apiUrl: slack.apiUrl, rounds }, tools)
          : checkDrawings(slack.apiUrl, tools),
      );
      const find: Checked['find'] = (part, name) =>
        report.rows.find((row) => row.part === part && row.name.startsWith(name));
      return { ending, report, find };
    },
    standing: () =>
      slack.store
        .messages(checkedChannel)
        .filter(({ bot_id, subtype }) => bot_id !== undefined && subtype !== 'tombstone'),
  };
}
