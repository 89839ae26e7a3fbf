// What is special about a refused case: a kind with its facts. messages/describe-detail.ts says it in words. Facts hold no
// value of an origin header and no token: messages of AWS are redacted before they come here.
import type { AliasRefusals } from './alias.js';
import type { AwsRefusals, DirectoryRefusals } from './aws.js';
import type { CertificateRefusals } from './certificate.js';
import type { CreateRefusals } from './create.js';
import type { NameRefusals } from './names.js';
import type { OriginRefusals } from './origin.js';
import type { SearchRefusals } from './search.js';
import type { UndoRefusals } from './undo.js';

/** Each kind with its facts. */
export interface RefusalDetails
  extends AliasRefusals,
    AwsRefusals,
    CertificateRefusals,
    CreateRefusals,
    DirectoryRefusals,
    NameRefusals,
    OriginRefusals,
    SearchRefusals,
    UndoRefusals {}

export type RefusalDetail = {
  readonly [Kind in keyof RefusalDetails]: { readonly kind: Kind; readonly facts: RefusalDetails[Kind] };
}[keyof RefusalDetails];
