// The five steps of the tour: what each says, and how one sees that the visitor has done it.
import type { AwsView, ControlsView, MessageView, SandboxState, SlackView } from '../run/views.js';

export const tourSteps = ['ask', 'read', 'approve', 'break', 'undo'] as const;
export type TourStep = (typeof tourSteps)[number];

/** What there was before the tour, so that only what the visitor does counts. */
export interface TourStart {
  readonly messages: ReadonlySet<string>;
  readonly distributions: ReadonlySet<string>;
  /** Distributions whose undo has begun. */
  readonly undone: ReadonlySet<string>;
}

/** What the visitor did that leaves no trace in Slack or AWS. */
export interface TourDeeds {
  readonly hasReadDetails: boolean;
  readonly hasBroken: boolean;
}

export function beginTour({ slack, aws }: Pick<SandboxState, 'slack' | 'aws'>): TourStart {
  return {
    messages: new Set(slack.messages.map(({ ts }) => ts)),
    distributions: new Set(aws.distributions.map(({ id }) => id)),
    undone: new Set(listUndone(aws)),
  };
}

export function isDone(step: TourStep, shown: SandboxState, start: TourStart, deeds: TourDeeds): boolean {
  const { slack, aws, trouble } = shown;
  const hasClone = findClone(aws, start) !== undefined;
  switch (step) {
    case 'ask':
      return hasClone || findCard(slack, start) !== undefined;
    case 'read':
      return hasClone || deeds.hasReadDetails;
    case 'approve':
      return hasClone;
    case 'break':
      return deeds.hasBroken && !isBroken(trouble);
    case 'undo':
      return listUndone(aws).some((id) => !start.undone.has(id));
    default: {
      const unknown: never = step;
      return unknown;
    }
  }
}

/** A fault is on, or no bot runs. */
export function isBroken({ troubles, bots }: ControlsView): boolean {
  return troubles.some(({ isOn }) => isOn) || bots.every(({ state }) => state !== 'running');
}

/** The newest card of the tour that waits for approval. */
export function findCard({ messages, bot }: SlackView, start: TourStart): MessageView | undefined {
  return messages.findLast(
    ({ ts, user, blocks }) => user === bot.user && !start.messages.has(ts) && canBeApproved(blocks),
  );
}

function canBeApproved(blocks: MessageView['blocks']): boolean {
  return JSON.stringify(blocks ?? []).includes('"cf_clone_approve"');
}

/** The clone that was created in the tour. */
export function findClone({ distributions }: AwsView, start: TourStart): { readonly id: string } | undefined {
  return distributions.findLast(({ id, reference }) => reference !== undefined && !start.distributions.has(id));
}

/** The bot marks a distribution when somebody approves its undo, and then takes its time. */
function listUndone({ distributions }: AwsView): string[] {
  return distributions.filter(({ tags }) => tags.some(({ Key }) => Key === 'cf-clone:undo')).map(({ id }) => id);
}

/** A command that the bot can fulfil: its domain is free. */
export function suggestCommand({ distributions }: AwsView): string {
  const taken = new Set(distributions.flatMap(({ aliases }) => aliases));
  const names = ['www', 'shop', 'news', 'blog', 'help', 'docs'].map((name) => `${name}.example.com`);
  const domain = names.find((name) => !taken.has(name)) ?? `tour-${distributions.length}.example.com`;
  return `/cf-clone ${domain} new-origin.example.net EREFERENCE0001`;
}

/** Of the clone of the tour; after a reload, of any clone. */
export function suggestUndo(aws: AwsView, start: TourStart): string {
  const clone =
    findClone(aws, start) ??
    aws.distributions.find(({ id, reference }) => reference !== undefined && !start.undone.has(id));
  return `/cf-clone undo ${clone?.id ?? ''}`.trim();
}
