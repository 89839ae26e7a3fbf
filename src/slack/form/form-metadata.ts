// What a form knows about where it was opened: the private metadata of its view. It grants no right, because everything
// is checked again when the form is sent.
import * as z from 'zod';

const metadataSchema = z.object({
  v: z.literal(1),
  /** Where the card goes. Without it, the form asks for a channel. */
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]+$/)
    .optional(),
  /** Whether the person looks at that channel, so that they see the card without being told. */
  isInSight: z.boolean(),
  /** The card that is edited, and what it was when the form was opened. */
  card: z
    .object({ ts: z.string().regex(/^\d+\.\d+$/), digest: z.string(), revision: z.int().nonnegative() })
    .optional(),
});

export type FormMetadata = Readonly<z.infer<typeof metadataSchema>>;

/** `channel`: where the person opened the form. A direct message takes no card. */
export function createFormMetadata(channel?: string): FormMetadata {
  const isChannel = channel !== undefined && /^[CG][A-Z0-9]+$/.test(channel);
  return { v: 1, ...(isChannel ? { channel } : {}), isInSight: isChannel };
}

export function packFormMetadata(metadata: FormMetadata): string {
  return JSON.stringify(metadata);
}

/** Undefined for a form of another version of the bot. */
export function readFormMetadata(privateMetadata: string): FormMetadata | undefined {
  try {
    return metadataSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return undefined;
  }
}
