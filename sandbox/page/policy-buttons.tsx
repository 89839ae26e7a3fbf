// Origins whose policies have to name a distribution, and the way to add it: what their owner does in the end.
import type { DistributionView } from '../run/views.js';
import { callApi } from './api-client.js';

export function PolicyButtons({ distribution }: { readonly distribution: DistributionView }) {
  const { id, policies } = distribution;
  return policies.map(({ host, isLetIn }) => (
    <span key={host} className="dns-line">
      <span data-testid={`policy-${host}`}>
        {host} {isLetIn ? 'lets it in' : 'does not let it in'}
      </span>{' '}
      {!isLetIn && (
        <button
          type="button"
          className="link"
          data-testid={`let-in-${host}`}
          onClick={() => void callApi('origin-policy', { id, host })}
        >
          Let it in
        </button>
      )}
    </span>
  ));
}
