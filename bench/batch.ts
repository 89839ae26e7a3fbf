// Fifty clones on one card, from the click on Approve to the last ID, with the rates of CloudFront and Slack simulated.
import { createAccountSeed } from '../sandbox/account-seed.js';
import { startAws } from '../sandbox/fakes/aws/server.js';
import { startSlack } from '../sandbox/fakes/slack/server.js';
import { channel, people, until } from '../test/support/program.js';
import { fillBatchForm } from '../test/support/program-batch.js';
import { botEnvironment } from '../test/support/program-process.js';
import { asFields } from '../test/support/slack-wire.js';
import { run } from './programs.js';
import type { Figure } from './report.js';

const latencyMs = 50;
const lines = 50;
/** CloudFront does not publish its rates: a few creations a second, as in the figure of bulk orders. */
const limits = {
  CreateDistributionWithTags: { perSecond: 4, burst: 4 },
  ListDomainConflicts: { perSecond: 10, burst: 10 },
  GetDistribution: { perSecond: 10, burst: 10 },
  ListCertificates: { perSecond: 8, burst: 8 },
  DescribeCertificate: { perSecond: 10, burst: 10 },
};
const waitMs = 300_000;

export async function measureBatch(): Promise<Figure> {
  const slack = await startSlack({ mode: 'http', isMetered: true });
  const aws = await startAws({ seed: createAccountSeed(new Date()), deploySeconds: 600 });
  const bot = await run('bot', botEnvironment(slack, aws, 'http'));
  slack.settings.botUrl = `http://127.0.0.1:${bot.port}/slack/events`;
  slack.settings.latencyMs = latencyMs;
  aws.faults.latencyMs = latencyMs;
  aws.limits.set(limits);

  const card = () => slack.store.messages(channel).find(({ metadata }) => metadata?.event_type === 'cf_clone_batch');
  const record = () => asFields(card()?.metadata?.event_payload);
  const asked = performance.now();
  await slack.command({ user: people.ana, channel, text: 'many' });
  const view = await until('the form', () => slack.views.modals()[0], waitMs);
  const domains = Array.from({ length: lines }, (_, index) => `b${index}.example.com`);
  await slack.submit({ user: people.ana, view_id: view.id, values: fillBatchForm(domains) });
  await until('the card', () => JSON.stringify(card()?.blocks ?? []).includes('cf_clone_approve'), waitMs);
  const askSeconds = (performance.now() - asked) / 1_000;

  const replies = slack.store
    .replies(channel, card()?.ts ?? '')
    .filter(({ metadata }) => metadata?.event_type === 'cf_clone_batch_items').length;
  const edits = () => slack.calls.all('chat.update').length;
  const before = edits();
  const approved = performance.now();
  await slack.click({ user: people.bo, channel, ts: card()?.ts ?? '', action_id: 'cf_clone_approve' });
  await until('the clones', () => aws.store.created().length >= lines, waitMs);
  const createSeconds = (performance.now() - approved) / 1_000;
  await until('the end', () => record().state === 'cloned', waitMs);
  const endSeconds = (performance.now() - approved) / 1_000;
  const edited = edits() - before;
  const made = aws.store.created().length;
  await bot.end();
  await Promise.all([slack.close(), aws.close()]);

  const { perSecond, burst } = limits.CreateDistributionWithTags;
  const possible = (lines - burst) / perSecond;
  return {
    title: 'Fifty clones on one card',
    how: `One request of ${lines} lines by the form and one approval; each call to Slack and AWS takes ${latencyMs} ms. The fake of CloudFront lets ${perSecond} creations a second through, and the fake of Slack as many calls as the tier of each method.`,
    limit: 'the time that CloudFront’s rate alone takes.',
    rows: [
      { what: 'Approve → the last distribution', measured: createSeconds, limit: possible, unit: 's' },
      { what: 'Approve → the card says that all are created', measured: endSeconds, limit: possible, unit: 's' },
    ],
    checks: [{ says: `${lines} lines make ${lines} distributions, none twice: ${made}`, holds: made === lines }],
    notes: [
      `From the command to the card with its buttons it takes ${askSeconds.toFixed(1)} s: all lines are planned, and the card, ${replies} replies, and the buttons follow each other at Slack’s pace. The approval waits four seconds for what other replicas may have written, and plans all lines again, which is part of both figures. The card and its replies are edited ${edited} times meanwhile. Slack allows 50 edits a minute, so the edits take the longest.`,
    ],
  };
}
