// One run of the scenario, on AWS or on the fake: what it works with, and how an answer of CloudFront is recorded.
import type { ACMClient } from '@aws-sdk/client-acm';
import {
  type CloudFrontClient,
  CreateDistributionWithTagsCommand,
  type DistributionConfig,
  type Tag,
} from '@aws-sdk/client-cloudfront';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { Certificates, Distributions, Pause } from '../../src/clone/ports.js';
import type { Program } from './program.js';
import type { Part, Row } from './report.js';
import { checkTag, type Names } from './samples.js';

export interface Clients {
  readonly cloudFront: CloudFrontClient;
  readonly acm: ACMClient;
  readonly tagging: ResourceGroupsTaggingAPIClient;
}

export interface Target extends Clients {
  readonly program: Program;
  readonly distributions: Distributions;
  readonly certificates: Certificates;
}

/** Somebody interrupted the run. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export interface Answer {
  /** An error code, or what became of the call. This is what is compared. */
  readonly code: string;
  readonly status?: number | undefined;
  readonly message?: string;
  /** AWS did not say what was asked: no answer, a limit, or a missing permission. */
  readonly isUnclear?: boolean;
}

/** What this run made, so that it is deleted also where no list shows it yet. */
export interface Made {
  /** By ID, when it was created, in milliseconds. */
  readonly createdAtMs: Map<string, number>;
  /** A create has no answer: a distribution may be there that nobody knows. */
  isAnyUnanswered: boolean;
}

export interface Session {
  readonly target: Target;
  readonly names: Names;
  readonly certificateArn: string;
  readonly made: Made;
  readonly now: () => Date;
  readonly pause: Pause;
  /** Throws `Interrupted` once somebody interrupted. Asked between two calls: no create is left without its answer. */
  checkpoint(): void;
  record(part: Part, name: string, answer: Answer): void;
  measure(row: Pick<Row, 'name' | 'detail'>): void;
}

export const runTags = ({ run }: Pick<Names, 'run'>): Tag[] => [{ Key: checkTag, Value: run }];

/** Makes a call, and tells what was answered in place of an error. */
export async function ask(program: Program, call: () => Promise<string>): Promise<Answer> {
  try {
    return { code: await call() };
  } catch (error) {
    const { code, message, status } = program.readAwsError(error);
    const isUnclear = program.isDenied(error) || program.isAmbiguous(error) || /throttl|rate exceeded/i.test(code);
    return { code, status, message, ...(isUnclear || status === undefined ? { isUnclear: true } : {}) };
  }
}

/** Sends a create, and keeps the ID of whatever came of it. `accepted` is the answer where CloudFront created it. */
export async function tryCreate(
  { target, names, made, now }: Session,
  config: DistributionConfig,
  tags: readonly Tag[] = [],
): Promise<Answer> {
  const known = new Set(made.createdAtMs.keys());
  const input = {
    DistributionConfigWithTags: { DistributionConfig: config, Tags: { Items: [...runTags(names), ...tags] } },
  };
  const answer = await ask(target.program, async () => {
    const { Distribution } = await target.cloudFront.send(new CreateDistributionWithTagsCommand(input));
    if (Distribution?.Id) made.createdAtMs.set(Distribution.Id, now().getTime());
    return 'accepted';
  });
  if (answer.isUnclear) made.isAnyUnanswered = true;
  const existing = readExistingId(answer);
  if (existing === undefined || known.has(existing)) return answer;
  // The SDK sent it again after its answer was lost: it is the one that this very call created.
  made.createdAtMs.set(existing, now().getTime());
  return { code: 'accepted' };
}

/** DistributionAlreadyExists names the ID in its message alone. */
export function readExistingId({ code, message = '' }: Answer): string | undefined {
  return code === 'DistributionAlreadyExists' ? /Already exists: ([A-Z0-9]+)/i.exec(message)?.[1] : undefined;
}
