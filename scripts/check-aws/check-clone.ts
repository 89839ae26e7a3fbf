// The clone, made by the program's own core as it was built, and the same request again.
import type { PlannedClone } from '../../src/clone/clone-now.js';
import type { CloneNowOutcome, Refusal } from '../../src/clone/outcome.js';
import type { Distribution } from '../../src/clone/ports.js';
import type { PrepareClone } from '../../src/clone/prepare-clone.js';
import { describeFacts } from '../../src/messages/refusal.js';
import { checkPrefix, checkTag } from './samples.js';
import { type Answer, runTags, type Session } from './session.js';

export async function checkClone(session: Session, referenceId: string): Promise<Distribution | undefined> {
  const { names, target, made } = session;
  const { program, distributions, certificates } = target;
  const prepareClone = program.createPrepareClone({ distributions, certificates, index: program.absentIndex });
  // The bot's own tags are never copied to a clone, so the one of the check joins the plan.
  const prepare: PrepareClone = async (asked) => {
    const plan = await prepareClone(asked);
    if (!plan.ok) return plan;
    return { ok: true, value: { ...plan.value, tags: [...plan.value.tags, ...runTags(names)] } };
  };
  const execute = program.createExecuteClone(distributions, session.pause);
  const cloneNow = program.createCloneNow({ prepare, execute, distributions });
  const make = async (name: string, domain: string, key: string) => {
    session.checkpoint();
    const wasAnyUnanswered = made.isAnyUnanswered;
    // It may be interrupted while it waits, and then nobody knows what became of its create.
    made.isAnyUnanswered = true;
    const result = await cloneNow.make({
      cloneRequest: { domain, origin: names.newOrigin, reference: { by: 'id', id: referenceId } },
      caller: 'check-aws',
      callerReference: `${checkPrefix}${names.run}-${key}`,
      isRepeatable: key === 'clone',
      card: 'check-aws',
      now: session.now(),
    });
    const found = result.ok ? result.value.distribution.id : undefined;
    if (found !== undefined && !made.createdAtMs.has(found)) made.createdAtMs.set(found, session.now().getTime());
    made.isAnyUnanswered = wasAnyUnanswered || (!result.ok && result.created === 'unknown');
    return { name, result };
  };

  const first = await make('the reference is cloned', names.cloneDomain, 'clone');
  const clone = first.result.ok ? first.result.value.distribution : undefined;
  session.record(
    'clone',
    first.name,
    first.result.ok ? await describeClone(session, first.result.value) : tell(first.result),
  );
  if (!clone) return undefined;

  const again = await make('the same request again', names.cloneDomain, 'clone');
  const isSame = again.result.ok && again.result.value.distribution.id === clone.id;
  session.record(
    'clone',
    again.name,
    again.result.ok ? { code: isSame ? `finds it (${again.result.value.madeBy})` : 'another one' } : tell(again.result),
  );
  const other = await make('its key for another domain', names.freeDomain, 'clone');
  session.record('clone', other.name, other.result.ok ? { code: 'cloned' } : tell(other.result));
  const taken = await make('its domain for another key', names.cloneDomain, 'other');
  session.record('clone', taken.name, taken.result.ok ? { code: 'cloned' } : tell(taken.result));
  return clone;
}

/** Reads back what was created: a member that AWS changed or dropped would show. */
async function describeClone(session: Session, { distribution, madeBy }: PlannedClone): Promise<Answer> {
  const { names, target, certificateArn } = session;
  const read = await target.distributions.read(distribution.id);
  const tags = await target.distributions.readTags(distribution.arn);
  const config = (read.ok ? read.value : distribution).config;
  const wrong = [
    ...(config.Enabled === false ? [] : ['enabled']),
    ...(config.Aliases?.Items?.join() === names.cloneDomain ? [] : ['another alias']),
    ...(config.ViewerCertificate?.ACMCertificateArn === certificateArn ? [] : ['another certificate']),
    ...(config.Origins?.Items?.[0]?.DomainName === names.newOrigin ? [] : ['another origin']),
    ...(tags.ok && tags.value.some(({ Key }) => Key === checkTag) ? [] : ['not tagged']),
  ];
  return { code: wrong.length === 0 ? `as planned (${madeBy})` : wrong.join(', ') };
}

/** The outcome is compared; what AWS said about it is told. */
function tell(refusal: Refusal<CloneNowOutcome>): Answer {
  const facts = describeFacts(refusal);
  const isUnclear = ['access_denied', 'throttled', 'aws_unavailable', 'unknown_result'].includes(refusal.outcome);
  return {
    code: refusal.outcome,
    ...(facts ? { message: facts } : {}),
    ...(isUnclear ? { isUnclear } : {}),
  };
}
