// Where public DNS leads the aliases of a distribution, and the way to make it lead here: what its owner does in the end.
import type { DistributionView } from '../run/views.js';
import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';

export function DnsButton({ distribution }: { readonly distribution: DistributionView }) {
  const { records } = usePageState().aws;
  const { aliases, domainName } = distribution;
  if (aliases.length === 0) return <>no alias to point here</>;
  return aliases.map((domain) => {
    const leadsHere = records[domain] === domainName;
    return (
      <span key={domain} className="dns-line">
        <span data-testid={`dns-${domain}`}>
          {domain} {leadsHere ? 'leads here' : records[domain] ? `leads to ${records[domain]}` : 'has no record'}
        </span>{' '}
        <button
          type="button"
          className="link"
          data-testid={`point-${domain}`}
          onClick={() => void callApi('dns', { domain, ...(!leadsHere && { target: domainName }) })}
        >
          {leadsHere ? 'Take the record away' : 'Point it here'}
        </button>
      </span>
    );
  });
}
