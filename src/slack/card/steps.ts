// The steps that people do after the distribution exists, and which of them are known to be done.
import { type GrantKind, grantKinds } from '../../clone/grants.js';
import { time } from '../mrkdwn.js';
import type { CardRecord } from './record.js';

export interface CardStep {
  readonly id: 'dns' | GrantKind;
  readonly title: string;
  readonly isDone: boolean;
  /** Seconds since 1970, where it is known since when. */
  readonly doneAt: number | undefined;
}

const grantTitles: Record<GrantKind, string> = {
  s3: 'bucket policy',
  'lambda-url': 'function permission',
  'mediapackage-v2': 'endpoint policy',
  mediastore: 'container policy',
  other: 'origin policy',
};

/** What is left to people, done or not. The bot does not read the policies of origins, so a grant stays open. */
export function listSteps(record: Pick<CardRecord, 'dns_at' | 'grants'>): CardStep[] {
  const { dns_at, grants = '' } = record;
  const kinds = new Set(grants.split(','));
  return [
    { id: 'dns', title: 'DNS record', isDone: dns_at !== undefined, doneAt: dns_at },
    ...grantKinds
      .filter((kind) => kinds.has(kind))
      .map((id) => ({ id, title: grantTitles[id], isDone: false, doneAt: undefined })),
  ];
}

/** "Steps for you  ✓ DNS record, seen 14:03 · □ bucket policy (the bot does not check it)" */
export function renderSteps(record: CardRecord): string {
  const steps = listSteps(record).map(({ id, title, isDone, doneAt }) => {
    const seen = doneAt === undefined ? '' : `, seen ${time(new Date(doneAt * 1_000))}`;
    const unseen = id === 'dns' ? '' : ' (the bot does not check it)';
    return `${isDone ? ':white_check_mark:' : ':white_large_square:'} ${title}${seen}${unseen}`;
  });
  return `*Steps for you*  ${steps.join(' · ')}`;
}

/** The same in words: "Done: DNS record. To do: bucket policy." */
export function summarizeSteps(record: CardRecord): string {
  const steps = listSteps(record);
  const name = (isDone: boolean) => steps.filter((step) => step.isDone === isDone).map(({ title }) => title);
  const say = (what: string, titles: readonly string[]) =>
    titles.length === 0 ? [] : `${what}: ${titles.join(', ')}.`;
  return [say('Done', name(true)), say('To do', name(false))].flat().join(' ');
}
