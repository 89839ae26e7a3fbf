// One distribution: its tags, its configuration beside its reference's, and what somebody else may change of it.
import { useState } from 'react';
import type { DistributionView } from '../run/views.js';
import { compareConfigs } from './config-diff.js';
import { DnsButton } from './dns-button.js';
import { EditButtons } from './edit-buttons.js';
import { usePageState } from './page-state.js';
import { readPermalink } from './place.js';
import { PolicyButtons } from './policy-buttons.js';
import { StatusMark } from './status-mark.js';

export function DistributionDetail({ distribution }: { readonly distribution: DistributionView }) {
  const { aws, slack, go, jump } = usePageState();
  const reference = aws.distributions.find(({ id }) => id === distribution.reference);
  return (
    <article className="detail" data-testid="distribution-detail" data-id={distribution.id}>
      <p>
        <button
          type="button"
          className="button"
          data-testid="back-to-distributions"
          onClick={() => go({ distribution: undefined })}
        >
          ← All distributions
        </button>
      </p>
      <h2>
        <code>{distribution.id}</code> <StatusMark status={distribution.status} />
      </h2>
      <dl className="facts">
        <dt>Aliases</dt>
        <dd data-testid="aliases">{distribution.aliases.join(', ') || 'none'}</dd>
        <dt>Domain</dt>
        <dd>{distribution.domainName}</dd>
        <dt>DNS</dt>
        <dd>
          <DnsButton distribution={distribution} />
        </dd>
        {distribution.policies.length > 0 && <dt>Policies</dt>}
        {distribution.policies.length > 0 && (
          <dd>
            <PolicyButtons distribution={distribution} />
          </dd>
        )}
        <dt>Comment</dt>
        <dd>{distribution.comment || 'none'}</dd>
        <dt>ETag</dt>
        <dd>
          <code>{distribution.etag}</code>
        </dd>
      </dl>
      <h3>Tags</h3>
      {distribution.tags.length === 0 && <p className="quiet">none</p>}
      <dl className="facts" data-testid="tags">
        {distribution.tags.map(({ Key, Value }) => {
          const target = readPermalink(Value, slack.workspaceUrl);
          return (
            <div key={Key}>
              <dt>
                <code>{Key}</code>
              </dt>
              <dd>
                {target ? (
                  <button type="button" className="link" onClick={() => jump(target)}>
                    the card in Slack
                  </button>
                ) : (
                  Value
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <ConfigTable distribution={distribution} reference={reference} />
      <h3>As somebody else might</h3>
      <p className="quiet">A card that waits for this reference is drawn again when somebody presses Approve.</p>
      <EditButtons id={distribution.id} />
    </article>
  );
}

interface ConfigProps {
  readonly distribution: DistributionView;
  readonly reference: DistributionView | undefined;
}

function ConfigTable({ distribution, reference }: ConfigProps) {
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const rows = compareConfigs(distribution.config, reference?.config);
  const different = rows.filter(({ isDifferent }) => isDifferent).length;
  const shown = reference && onlyDifferent ? rows.filter(({ isDifferent }) => isDifferent) : rows;
  return (
    <>
      <h3>Configuration</h3>
      {reference && (
        <p className="diff-head">
          <span data-testid="diff-count">
            {different} of {rows.length} fields differ from {reference.id}
          </span>
          <label className="check">
            <input
              type="checkbox"
              checked={onlyDifferent}
              data-testid="only-different"
              onChange={({ target }) => setOnlyDifferent(target.checked)}
            />
            Only what differs
          </label>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard. */}
      <section className="table-box" tabIndex={0} aria-label="Configuration">
        <table className="config" data-testid="config">
          <thead>
            <tr>
              <th scope="col">{reference ? 'The clone' : 'Value'}</th>
              {reference && <th scope="col">The reference</th>}
            </tr>
          </thead>
          {shown.map(({ path, own, other, isDifferent }) => (
            <tbody
              key={path}
              className={isDifferent ? 'is-different' : undefined}
              data-testid="config-field"
              data-path={path}
              data-different={isDifferent}
            >
              <tr>
                <th scope="rowgroup" colSpan={reference ? 2 : 1}>
                  {isDifferent && <span className="visually-hidden">differs: </span>}
                  {breakable(path)}
                </th>
              </tr>
              <tr>
                <td>{show(own)}</td>
                {reference && <td>{show(other)}</td>}
              </tr>
            </tbody>
          ))}
        </table>
      </section>
    </>
  );
}

function show(value: string | undefined): string {
  if (value === undefined) return '—';
  return value === '' ? '(empty)' : value;
}

/** Long paths may break after their dots. */
function breakable(path: string): string {
  return path.replaceAll('.', '.\u200b').replaceAll('[', '\u200b[');
}
