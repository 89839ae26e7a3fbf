// The rules of this installation: who may request and approve, where, and for how long.

export interface Policy {
  readonly allowedGroups: readonly string[];
  readonly approverGroups: readonly string[];
  readonly requireSecondPerson: boolean;
  /** How long a card can be approved. */
  readonly approvalTtlMs: number;
  /** IDs of people and user groups that a pending card mentions. */
  readonly approverMentions: readonly string[];
  /** When people are reminded of a pending card for the first time. Undefined if nobody is. */
  readonly remindAfterMs: number | undefined;
  /** Empty means every channel that the bot is in. */
  readonly allowedChannels: readonly string[];
  /** Where the bot announces the clones of API clients. Undefined if it does not announce them. */
  readonly announceChannel: string | undefined;
}

/** The groups whose members may cancel cards and ask AWS through the bot. */
export function listMemberGroups({ allowedGroups, approverGroups }: Policy): string[] {
  return [...new Set([...allowedGroups, ...approverGroups])];
}
