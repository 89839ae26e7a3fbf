// What people and API clients read about the details of a refusal.
import type { RefusalDetails } from '../clone/refusals/detail.js';
import { aliasTexts } from './refusals/alias.js';
import { awsTexts, directoryTexts } from './refusals/aws.js';
import { certificateRefusalTexts } from './refusals/certificate.js';
import { createTexts } from './refusals/create.js';
import { nameTexts } from './refusals/names.js';
import { originTexts } from './refusals/origin.js';
import { searchTexts } from './refusals/search.js';
import type { DetailText, DetailTexts } from './refusals/text.js';
import { undoTexts } from './refusals/undo.js';

const texts: DetailTexts<RefusalDetails> = {
  ...aliasTexts,
  ...awsTexts,
  ...certificateRefusalTexts,
  ...createTexts,
  ...directoryTexts,
  ...nameTexts,
  ...originTexts,
  ...searchTexts,
  ...undoTexts,
};

/** Generic, so that the compiler pairs each kind with its own facts. */
export function describeDetail<Kind extends keyof RefusalDetails>(detail: {
  readonly kind: Kind;
  readonly facts: RefusalDetails[Kind];
}): DetailText {
  return texts[detail.kind](detail.facts);
}
