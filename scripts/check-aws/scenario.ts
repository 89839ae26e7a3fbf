// What the check does, on AWS and on the fake alike: a reference, a clone of it by the program, and the probes around both.
import {
  DeleteDistributionCommand,
  GetDistributionCommand,
  ListDomainConflictsCommand,
} from '@aws-sdk/client-cloudfront';
import type { Distribution } from '../../src/clone/ports.js';
import { checkClone } from './check-clone.js';
import { listReads, measureLags, readConflictsOf, readUsersOf } from './measure-lag.js';
import { listRefusalProbes } from './refusal-probes.js';
import { buildConfig, certificate, list } from './samples.js';
import { type Answer, ask, readExistingId, type Session, tryCreate } from './session.js';

const missingDistribution = 'E0000000000000';

export async function playScenario(session: Session): Promise<void> {
  const { names, certificateArn, made, target } = session;
  const referenceConfig = buildConfig(names, 'reference', {
    Aliases: list(names.referenceDomain),
    ViewerCertificate: certificate(certificateArn),
  });
  session.checkpoint();
  const created = await tryCreate(session, referenceConfig);
  session.record('create', 'disabled reference', created);
  const referenceId = [...made.createdAtMs.keys()].at(-1);
  if (created.code !== 'accepted' || referenceId === undefined) return;
  const what = 'reference';
  await measureLags(session, referenceId, [
    ...listReads(session, what, { id: referenceId }),
    readUsersOf(session, what, referenceId),
  ]);
  const clone = await checkClone(session, referenceId);
  if (clone) {
    await measureLags(session, clone.id, [
      ...listReads(session, 'clone', clone),
      readConflictsOf(session, 'clone', referenceId),
    ]);
    await checkOrder(session, clone, referenceConfig.CallerReference ?? '');
    await checkConflicts(session, clone, referenceId);
  }
  for (const { name, config, tags } of listRefusalProbes(names, certificateArn)) {
    session.checkpoint();
    session.record('refusal', name, await tryCreate(session, config, tags));
  }
  session.checkpoint();
  const readMissing = () => target.cloudFront.send(new GetDistributionCommand({ Id: missingDistribution }));
  session.record(
    'refusal',
    'read of a distribution that does not exist',
    await ask(target.program, () => readMissing().then(() => 'read')),
  );
  if (clone) await checkDelete(session, clone.id);
}

/** Which error CloudFront answers first where two hold. */
async function checkOrder(session: Session, clone: Distribution, referenceReference: string): Promise<void> {
  const { names, certificateArn, made } = session;
  const cover = { ViewerCertificate: certificate(certificateArn) };
  const taken = { Aliases: list(names.cloneDomain), ...cover };
  const both = { Aliases: list(names.cloneDomain, names.uncoveredDomain), ...cover };
  const used = (CallerReference: string, rest: object) => ({ ...buildConfig(names, 'used', rest), CallerReference });
  const probes = [
    ['the same create again', clone.config],
    ['used CallerReference, free alias', used(referenceReference, { Aliases: list(names.freeDomain), ...cover })],
    ['used CallerReference, alias of another', used(referenceReference, taken)],
    [
      'used CallerReference, uncovered alias',
      used(referenceReference, { ...both, Aliases: list(names.uncoveredDomain) }),
    ],
    ['new CallerReference, taken alias', buildConfig(names, 'order-1', taken)],
    ['new CallerReference, taken alias and an uncovered one', buildConfig(names, 'order-2', both)],
    ['new CallerReference, taken alias, no certificate', buildConfig(names, 'order-3', { Aliases: taken.Aliases })],
  ] as const;
  for (const [name, config] of probes) {
    session.checkpoint();
    const answer = await tryCreate(session, config);
    const existing = readExistingId(answer);
    // The bot reads the ID from the message: without it, the message would be of no use.
    const isNamed = existing === undefined || made.createdAtMs.has(existing);
    const hasNoId = answer.code === 'DistributionAlreadyExists' && existing === undefined;
    session.record('order', name, isNamed && !hasNoId ? answer : { ...answer, code: `${answer.code} without the ID` });
  }
}

/** What ListDomainConflicts tells, through which distribution. */
async function checkConflicts(session: Session, clone: Distribution, referenceId: string): Promise<void> {
  const { names, target } = session;
  const find = (domain: string, controlId: string): Promise<Answer> =>
    ask(target.program, async () => {
      const control = { DistributionId: controlId };
      const input = { Domain: domain, DomainControlValidationResource: control };
      const { DomainConflicts = [] } = await target.cloudFront.send(new ListDomainConflictsCommand(input));
      const found = DomainConflicts.find(({ Domain }) => Domain?.toLowerCase() === domain);
      if (found === undefined) return 'no conflict';
      return (found.ResourceId ?? '') === clone.id
        ? 'names it by its whole ID'
        : 'names it, and hides a part of the ID';
    });
  const probes = [
    ['alias of the clone, through the reference', names.cloneDomain, referenceId],
    ['alias of the reference, through itself', names.referenceDomain, referenceId],
    ['free name, through the reference', names.freeDomain, referenceId],
    ['name that the certificate does not cover', names.uncoveredDomain, referenceId],
    ['through a distribution that does not exist', names.cloneDomain, missingDistribution],
  ] as const;
  for (const [name, domain, controlId] of probes) {
    session.checkpoint();
    session.record('conflict', name, await find(domain, controlId));
  }
}

/** The clone is this run's own, so it does no harm if CloudFront deletes it. */
async function checkDelete({ target, record, checkpoint }: Session, id: string): Promise<void> {
  const remove = (etag: string | undefined): Promise<Answer> =>
    ask(target.program, async () => {
      const command = new DeleteDistributionCommand({ Id: id, ...(etag === undefined ? {} : { IfMatch: etag }) });
      await target.cloudFront.send(command);
      return 'accepted';
    });
  checkpoint();
  record('delete', 'with an older ETag', await remove('E00000000000AA'));
  checkpoint();
  record('delete', 'without an ETag', await remove(undefined));
}
