// Every distribution, the newest first.
import { usePageState } from './page-state.js';
import { StatusMark } from './status-mark.js';

export function DistributionList() {
  const { aws, go } = usePageState();
  const newest = [...aws.distributions].sort((one, other) => Number(isClone(other)) - Number(isClone(one)));
  return (
    <ul className="rows" data-testid="distributions">
      {newest.map((distribution) => (
        <li key={distribution.id}>
          <button
            type="button"
            className="row-link"
            data-testid={`distribution-${distribution.id}`}
            onClick={() => go({ distribution: distribution.id })}
          >
            <span className="row-top">
              <code>{distribution.id}</code>
              <StatusMark status={distribution.isEnabled ? distribution.status : 'Disabled'} />
            </span>
            <strong>{distribution.aliases.join(', ') || distribution.domainName}</strong>
            <span className="quiet">
              {distribution.reference === undefined ? distribution.comment : `clone of ${distribution.reference}`}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );

  function isClone({ reference }: { readonly reference?: string }): boolean {
    return reference !== undefined;
  }
}
