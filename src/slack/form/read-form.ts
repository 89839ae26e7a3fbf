// What somebody filled in, and what is wrong with each field before AWS is asked.
import * as z from 'zod';
import { parseHostname } from '../../clone/hostname.js';
import { type CloneRequest, parseReference } from '../../clone/request.js';
import { quote } from '../../clone/visible-text.js';
import { describeHostnameProblem } from '../../messages/refusals/hostname.js';
import { describeReferenceProblem } from '../../messages/refusals/names.js';
import type { Choice, FormField, FormValues } from './form-fields.js';

export type FieldProblems = Readonly<Partial<Record<FormField, string>>>;

export type ReadForm =
  | { readonly ok: true; readonly values: FormValues; readonly request: CloneRequest }
  | { readonly ok: false; readonly values: FormValues; readonly problems: FieldProblems };

/** A field's element, as Slack sends it: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
const elementSchema = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ text: z.object({ text: z.string() }), value: z.string() }).nullish(),
});
const stateSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

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
  const parsed = stateSchema.safeParse(state);
  const blocks = parsed.success ? parsed.data : {};
  const element = (name: FormField) => elementSchema.safeParse(blocks[name]?.[name]).data;
  const typed = (name: FormField) => element(name)?.value?.trim() || undefined;
  const chosen = (name: FormField): Choice | undefined => {
    const option = element(name)?.selected_option;
    return option ? { text: option.text.text, value: option.value } : undefined;
  };
  return {
    reference: chosen('reference'),
    domain: typed('domain'),
    origin: typed('origin'),
    reason: typed('reason'),
    channel: chosen('channel'),
  };
}
