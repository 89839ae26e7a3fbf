// ACM's certificates, and the day on which one expires.
import type { CertificateView } from '../run/views.js';
import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';
import { StatusMark } from './status-mark.js';
import { Toggle } from './toggle.js';

const mostNames = 4;
const day = 24 * 60 * 60 * 1_000;

export function Certificates() {
  const { aws } = usePageState();
  return (
    <ul className="rows" data-testid="certificates">
      {aws.certificates.map((certificate) => (
        <li key={certificate.arn} className="row" data-testid="certificate" data-arn={certificate.arn}>
          <span className="row-top">
            <strong>{certificate.domainName}</strong>
            <StatusMark status={certificate.status} />
          </span>
          <span className="quiet">{namesOf(certificate)}</span>
          <span className="quiet">
            {certificate.keyAlgorithm} · {certificate.type}
            {certificate.notAfter !== undefined && ` · ${endOf(certificate.notAfter)}`}
            {certificate.inUseBy.length > 0 && ` · in use by ${certificate.inUseBy.length}`}
          </span>
          {(certificate.status === 'ISSUED' || certificate.isSetExpired) && (
            <Toggle
              isOn={certificate.isSetExpired}
              testId={`expire-${certificate.domainName}`}
              change={(isExpired) => callApi('certificate', { arn: certificate.arn, isExpired })}
            >
              Let it be expired<span className="visually-hidden">: {certificate.domainName}</span>
            </Toggle>
          )}
        </li>
      ))}
    </ul>
  );
}

function namesOf({ names }: CertificateView): string {
  const rest = names.length - mostNames;
  return `${names.slice(0, mostNames).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function endOf(notAfter: string): string {
  const days = Math.round((Date.parse(notAfter) - Date.now()) / day);
  return days < 0 ? `ended ${-days} days ago` : `${days} days left`;
}
