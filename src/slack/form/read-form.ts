// What somebody filled in, and what is wrong with each field before AWS is asked.
import { parseHostname } from '../../clone/hostname.js';
import { type CloneRequest, parseReference } from '../../clone/request.js';
import { quote } from '../../clone/visible-text.js';
import { describeHostnameProblem } from '../../messages/refusals/hostname.js';
import { describeReferenceProblem } from '../../messages/refusals/names.js';
import type { FormField, FormValues } from './form-fields.js';
import { readViewState } from './view-state.js';

export type FieldProblems = Readonly<Partial<Record<FormField, string>>>;

export type ReadForm =
  | { readonly ok: true; readonly values: FormValues; readonly request: CloneRequest }
  | { readonly ok: false; readonly values: FormValues; readonly problems: FieldProblems };

/** `state`: the values of the view's state. */
export function readForm(state: unknown): ReadForm {
  const values = readValues(state);
  const domain = parseHostname(values.domain ?? '', 'domain');
  const origin = parseHostname(values.origin ?? '', 'origin');
  const typedReference = values.reference?.value ?? '';
  const reference = parseReference(typedReference);
  const problems: FieldProblems = {
    ...(reference.ok ? {} : { reference: describeReferenceProblem(typedReference) }),
    ...(domain.ok ? {} : { domain: describeHostnameProblem(domain.problem) }),
    ...(origin.ok ? {} : { origin: describeHostnameProblem(origin.problem) }),
  };
  if (!domain.ok || !origin.ok || !reference.ok) return { ok: false, values, problems };
  if (domain.hostname === origin.hostname) {
    const problem = `The domain is ${quote(domain.hostname)} too; the distribution would fetch from itself. Use the host that really serves the content.`;
    return { ok: false, values, problems: { origin: problem } };
  }
  return {
    ok: true,
    values,
    request: { domain: domain.hostname, origin: origin.hostname, reference: reference.name },
  };
}

function readValues(state: unknown): FormValues {
  const { typed, chosen } = readViewState(state);
  return {
    reference: chosen('reference'),
    domain: typed('domain'),
    origin: typed('origin'),
    reason: typed('reason'),
    channel: chosen('channel'),
  };
}
