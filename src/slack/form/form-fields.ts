// The fields of the form. The block of a field and its element have the field's name as their ID.
import * as z from 'zod';

export const formViewId = 'clone_form';

/** `reason` is optional. `channel` is there only where the form was opened outside a channel. */
export const formFields = ['reference', 'domain', 'origin', 'reason', 'channel'] as const;
export type FormField = (typeof formFields)[number];

/** Buttons that open the form. */
export const formActions = { newClone: 'cf_clone_new' } as const;

/** What a select shows and what it stands for. Slack allows 75 characters for each. */
export interface Choice {
  readonly text: string;
  readonly value: string;
}

export const maxChoiceChars = 75;
/** Longer than every host name, so that too long a one is refused by its rule and not cut. */
export const maxTypedChars = 300;

/** What the form is filled with. */
export interface FormValues {
  readonly reference?: Choice | undefined;
  readonly domain?: string | undefined;
  readonly origin?: string | undefined;
  readonly reason?: string | undefined;
  readonly channel?: Choice | undefined;
}

/** What somebody typed before the form opened, unchecked. */
export interface TypedFields {
  readonly reference?: string | undefined;
  readonly domain?: string | undefined;
  readonly origin?: string | undefined;
}

/** The form can be filled with what fits into its fields. The rest is typed again. */
export function toFormValues({ reference, domain, origin }: TypedFields): FormValues {
  return {
    ...(reference && reference.length <= maxChoiceChars ? { reference: { text: reference, value: reference } } : {}),
    ...(domain && domain.length <= maxTypedChars ? { domain } : {}),
    ...(origin && origin.length <= maxTypedChars ? { origin } : {}),
  };
}

const typedSchema = z.object({
  reference: z.string().optional(),
  domain: z.string().optional(),
  origin: z.string().optional(),
});

/** Slack's limit for the value of a button. */
const maxButtonValueChars = 2_000;

/** The value of a button that opens the form filled with this. */
export function packTyped(typed: TypedFields): string {
  const packed = JSON.stringify(typedSchema.parse(typed));
  return packed.length <= maxButtonValueChars ? packed : '{}';
}

export function unpackTyped(value: string): TypedFields {
  try {
    return typedSchema.parse(JSON.parse(value));
  } catch {
    return {};
  }
}
