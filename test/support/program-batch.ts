// Asks the built program for several clones in one card, and reads what became of them.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import { channel, listClones, listEphemerals, type Program, people, readThread, until } from './program.js';
import { asFields } from './slack-wire.js';

export const reference = 'EREFERENCE0001';
export const origin = 'new-origin.example.net';

const option = (value: string) => ({
  type: 'external_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

/** What is typed into the form. */
export function fillBatchForm(lines: readonly string[], more: Record<string, Record<string, unknown>> = {}) {
  return {
    reference: { reference: option(reference) },
    lines: { lines: lines.join('\n') },
    origin: { origin },
    ...more,
  };
}

export interface BatchCard {
  readonly ts: string;
  readonly message: () => ReturnType<Program['slack']['store']['find']>;
  readonly record: () => Record<string, unknown>;
  readonly thread: () => string[];
  readonly press: (action: string, user?: string) => Promise<unknown>;
  readonly waitForState: (...states: string[]) => Promise<unknown>;
  readonly waitForEnd: () => Promise<unknown>;
}

export function listBatches(program: Program) {
  return program.slack.store.messages(channel).filter(({ metadata }) => metadata?.event_type === 'cf_clone_batch');
}

export async function openBatchForm(program: Program, user: string = people.ana) {
  program.slack.settings.triggerMs = 3_600_000;
  const before = new Set(program.slack.views.modals().map(({ id }) => id));
  await program.slack.command({ user, channel, text: 'many' });
  return until('the form', () => program.slack.views.modals().find(({ id }) => !before.has(id)), 30_000);
}

export function readCard(program: Program, ts: string): BatchCard {
  const message = () => program.slack.store.find(channel, ts);
  const record = () => asFields(message()?.metadata?.event_payload);
  const thread = () => readThread(program, ts);
  const waitForState = (...states: string[]) =>
    until(`the card to be ${states.join(' or ')}`, () => states.includes(String(record().state)), 90_000);
  return {
    ts,
    message,
    record,
    thread,
    press: (action, user = people.bo) =>
      program.slack.click({
        user,
        channel,
        ts,
        action_id: `cf_clone_${action}`,
        stale: true,
        value: String(record().digest),
      }),
    waitForState,
    async waitForEnd() {
      await waitForState('cloned', 'failed', 'cancelled', 'deployed');
      return until('the end to be said', () => thread().some((text) => text.includes('clones of `')), 60_000);
    },
  };
}

/** The card once it offers Approve. */
export async function askForClones(program: Program, lines: readonly string[]): Promise<BatchCard> {
  const card = await tryToAsk(program, lines);
  if (!card) throw new Error('the request was refused');
  return card;
}

/** The card once it offers Approve. Undefined where the window says that there is none. */
export async function tryToAsk(program: Program, lines: readonly string[]): Promise<BatchCard | undefined> {
  const { id } = await openBatchForm(program);
  const before = new Set(listBatches(program).map(({ ts }) => ts));
  await program.slack.submit({ user: people.ana, view_id: id, values: fillBatchForm(lines) });
  const findOffer = () =>
    listBatches(program).find((one) => !before.has(one.ts) && JSON.stringify(one.blocks).includes('cf_clone_approve'));
  const isRefused = () => JSON.stringify(program.slack.views.find(id)?.blocks).includes('Nothing was created');
  const found = await until('the card, or a refusal', () => findOffer() ?? (isRefused() && 'refused'), 60_000);
  return found === 'refused' ? undefined : readCard(program, found.ts);
}

/** How many distributions have each of these domains. */
export function countEach(program: Program, domains: readonly string[]): number[] {
  const made = listClones(program).flatMap(aliasesOf);
  return domains.map((domain) => made.filter((one) => one === domain).length);
}

export function countAnswers(program: Program, user: string = people.bo): number {
  return listEphemerals(program, user).length;
}
