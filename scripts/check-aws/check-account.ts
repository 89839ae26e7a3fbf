// The check in an account: whose credentials these are, what an earlier run left, the scenario, and the clean-up after it.
import { randomBytes } from 'node:crypto';
import type { Certificate } from '../../src/clone/certificate.js';
import type { Pause } from '../../src/clone/ports.js';
import { describeFacts } from '../../src/messages/refusal.js';
import { cleanUp } from './clean-up.js';
import { compare } from './compare.js';
import type { CheckOptions } from './options.js';
import type { Report } from './report.js';
import { buildNames } from './samples.js';
import { playScenario } from './scenario.js';
import { Interrupted, type Made, type Target } from './session.js';
import { askFake } from './targets.js';

export interface CheckTools {
  readonly now: () => Date;
  readonly pause: Pause;
  /** Ends the check early. What was created is deleted all the same. */
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** `impossible`: nothing could be tried. */
export type Ending = 'done' | 'impossible' | 'interrupted';

export async function checkAccount(
  { account, domain }: Pick<CheckOptions, 'account' | 'domain'>,
  target: Target,
  tools: CheckTools,
): Promise<Ending> {
  const { now, pause, signal, report } = tools;
  const certificates = await readOwnCertificates(target, account, report);
  if (!certificates) return 'impossible';
  const work = { account, target, now, pause, report };
  const nothing: Made = { createdAtMs: new Map(), isAnyUnanswered: false };
  const isClean = await cleanUp({ ...work, run: undefined, made: nothing });
  if (domain === undefined) return 'done';
  if (!isClean) return 'impossible';

  const run = randomBytes(5).toString('hex');
  const names = buildNames(run, domain);
  const certificate = chooseCertificate(target, certificates, [names.cloneDomain, names.referenceDomain], tools);
  if (!certificate) return 'impossible';
  const expected = await askFake(target.program, { certificate, domain, now });
  const made: Made = { createdAtMs: new Map(), isAnyUnanswered: false };
  const checkpoint = () => {
    if (signal.aborted) throw new Interrupted();
  };
  try {
    await playScenario({
      target,
      names,
      certificateArn: certificate.arn,
      made,
      now,
      pause: interruptible(pause, signal),
      checkpoint,
      record: (part, name, answer) => compare(report, expected, { part, name }, answer),
      measure: (row) => report.add({ part: 'lag', verdict: 'measured', ...row }),
    });
    return 'done';
  } catch (error) {
    if (error instanceof Interrupted) return 'interrupted';
    throw error;
  } finally {
    await cleanUp({ ...work, run, made });
  }
}

/**
 * The account's certificates, if it is the one that was named. ACM lists an account's own certificates alone, and their
 * ARNs name it. Without any certificate there is no proof, so nothing is done.
 */
async function readOwnCertificates(
  { certificates }: Target,
  account: string,
  report: Report,
): Promise<readonly Certificate[] | undefined> {
  const refuse = (name: string, detail: string) => {
    report.add({ part: 'account', name, verdict: 'failed', detail });
    return undefined;
  };
  const list = await certificates.list();
  if (!list.ok) return refuse('acm:ListCertificates', [list.outcome, describeFacts(list)].join(' ').trim());
  if (list.value.length === 0)
    return refuse(account, 'it has no certificate in us-east-1, so nothing proves the account');
  const isOwn = list.value.every(({ arn }) => arn.split(':')[4] === account);
  return isOwn ? list.value : refuse(account, 'the credentials belong to another account');
}

function chooseCertificate(
  { program }: Target,
  certificates: readonly Certificate[],
  names: readonly [string, string],
  { now, report }: CheckTools,
): Certificate | undefined {
  // One for both names: the clone takes the reference's own.
  const both = certificates.filter((certificate) => names.every((name) => program.findCoveringName(certificate, name)));
  const choice = program.chooseCertificate(names[0], both, { now: now() });
  if (choice.ok) {
    const { certificate, coveringName } = choice.value;
    report.add({ part: 'account', name: 'certificate', verdict: 'ok', detail: `${coveringName} ${certificate.arn}` });
    return certificate;
  }
  const detail = `no issued certificate in us-east-1 covers ${names[0]}`;
  report.add({ part: 'account', name: 'certificate', verdict: 'failed', detail });
  return undefined;
}

function interruptible(pause: Pause, signal: AbortSignal): Pause {
  const whenAborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return async (milliseconds) => {
    await Promise.race([pause(milliseconds), whenAborted]);
    if (signal.aborted) throw new Interrupted();
  };
}
