// The chosen certificate, which nobody has renewed yet.
import { describeKey, type Renewal } from '../../clone/certificate.js';
import { quote } from '../../clone/visible-text.js';
import type { CertificateFacts } from '../../clone/warnings/certificate.js';
import { text, type WarningText, type WarningTexts } from './text.js';

export const certificateTexts: WarningTexts<CertificateFacts> = {
  certificate_expiring: (facts) => {
    const left = `The certificate (${describeKey(facts.keyAlgorithm)}) has ${facts.daysLeft} days left.`;
    return facts.renewedBy === 'people'
      ? text(`${left} It was imported, so ACM does not renew it.`, 'Import a new one in time.')
      : describeRenewal(left, facts.renewal);
  },
};

function describeRenewal(left: string, renewal: Renewal | undefined): WarningText {
  const [pending] = renewal?.pending ?? [];
  const said = renewal ? `, and says ${quote(renewal.status)}${pending ? ` for ${quote(pending.name)}` : ''}` : '';
  return text(
    `${left} ACM should have renewed it already${said}.`,
    pending
      ? `Put the validation record ${pending.record ? `${quote(pending.record)} ` : ''}back into DNS. ACM renews the certificate then.`
      : 'Look at the certificate in ACM (us-east-1). Often its validation record is gone from DNS.',
  );
}
