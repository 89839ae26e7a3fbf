// Where the text of a grant belongs, for people in Slack and API clients alike.
import type { GrantNeed } from '../clone/grants.js';

/** A sentence that ends with a colon: the text to copy follows. */
export function describeGrant(need: GrantNeed): string {
  switch (need.kind) {
    case 's3': {
      const keys = need.allowsPut ? 'kms:Decrypt, kms:Encrypt, and kms:GenerateDataKey*' : 'kms:Decrypt';
      const place = `Add to the bucket policy (and allow ${keys} in the key policy if the bucket uses SSE-KMS)`;
      return need.allowsPut
        ? `${place}. A behavior allows PUT. Leave out s3:PutObject if viewers must not write:`
        : `${place}:`;
    }
    case 'lambda-url': {
      const run = 'Run both, with the name of the function behind the URL:';
      return need.allowsBody
        ? `Clients that send a body have to send its SHA-256 in x-amz-content-sha256. ${run}`
        : run;
    }
    case 'mediapackage-v2':
      return 'Add to the origin endpoint’s policy, with its own ARN as the resource:';
    case 'mediastore':
      return 'Add to the container policy, with its own ARN as the resource:';
    case 'other':
      return 'Let the origin’s policy name the new distribution:';
  }
}
