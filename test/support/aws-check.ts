// The check of a real account, run in this process on the fake, with the program's own source. Time passes only where the
// check waits.

import type { AccountSeed } from '../../sandbox/account-seed.js';
import { type FakeAws, startAws } from '../../sandbox/fakes/aws/server.js';
import { checkAccount, type Ending } from '../../scripts/check-aws/check-account.js';
import type { Program } from '../../scripts/check-aws/program.js';
import { createReport, type Part, type Report, type Row } from '../../scripts/check-aws/report.js';
import { createFakeClients, createTarget } from '../../scripts/check-aws/targets.js';
import { createCertificates } from '../../src/aws/acm.js';
import { createCloneClients } from '../../src/aws/client-settings.js';
import { createDistributions } from '../../src/aws/cloudfront.js';
import { isAmbiguous, isDenied, readAwsError } from '../../src/aws/errors.js';
import { chooseCertificate, findCoveringName } from '../../src/clone/certificate.js';
import { createCloneNow } from '../../src/clone/clone-now.js';
import { createExecuteClone } from '../../src/clone/execute-clone.js';
import { absentIndex } from '../../src/clone/ports.js';
import { createPrepareClone } from '../../src/clone/prepare-clone.js';

export const checkedAccount = '123456789012';
export const checkedDomain = 'example.com';
export const certificateArn = `arn:aws:acm:us-east-1:${checkedAccount}:certificate/check`;

/** A distribution of somebody else, which the check must leave alone, and the certificate that it needs. */
export const checkedSeed: AccountSeed = {
  certificates: [
    {
      arn: certificateArn,
      domainName: checkedDomain,
      names: [checkedDomain, `*.${checkedDomain}`],
      createdAt: '2026-10-01T00:00:00Z',
    },
  ],
};

export const sourceProgram: Program = {
  createCloneClients,
  createDistributions,
  createCertificates,
  readAwsError,
  isDenied,
  isAmbiguous,
  chooseCertificate,
  findCoveringName,
  createCloneNow,
  createExecuteClone,
  createPrepareClone,
  absentIndex,
};

export interface Checked {
  readonly ending: Ending;
  readonly report: Report;
  find(part: Part, name: string): Row | undefined;
}

export interface AwsCheck {
  readonly aws: FakeAws;
  readonly controller: AbortController;
  advance(milliseconds: number): void;
  run(options?: {
    readonly account?: string;
    readonly isCleanOnly?: boolean;
    readonly domain?: string;
  }): Promise<Checked>;
  /** What creates made and nobody deleted. */
  standing(): readonly string[];
  creates(): number;
  close(): Promise<void>;
}

export async function startAwsCheck(seed: AccountSeed = checkedSeed): Promise<AwsCheck> {
  let time = Date.parse('2026-11-23T12:00:00Z');
  const now = () => new Date(time);
  const controller = new AbortController();
  const aws = await startAws({ now, seed, deploySeconds: 240 });
  const clients = createFakeClients(aws.url);
  return {
    aws,
    controller,
    advance: (milliseconds) => {
      time += milliseconds;
    },
    run: async ({ account = checkedAccount, isCleanOnly = false, domain = checkedDomain } = {}) => {
      const report = createReport();
      const tools = {
        now,
        pause: async (milliseconds: number) => {
          time += milliseconds;
          await new Promise((resolve) => setImmediate(resolve));
        },
        signal: controller.signal,
        report,
      };
      const options = { account, domain: isCleanOnly ? undefined : domain };
      const ending = await checkAccount(options, createTarget(sourceProgram, clients), tools);
      return {
        ending,
        report,
        find: (part, name) => report.rows.find((row) => row.part === part && row.name === name),
      };
    },
    standing: () => aws.store.created().map(({ id }) => id),
    creates: () => aws.calls.list('CreateDistributionWithTags').length,
    close: async () => {
      clients.close();
      await aws.close();
    },
  };
}
