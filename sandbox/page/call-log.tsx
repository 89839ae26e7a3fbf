// The wire: every call of the bot, the newest first, refused ones marked.
import { usePageState } from './page-state.js';
import { clockOf } from './plain-text.js';

export function CallLog() {
  const { calls } = usePageState().trouble;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
    <section className="table-box calls" tabIndex={0} aria-label="Calls of the bot" data-testid="calls">
      <table>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">To</th>
            <th scope="col">Operation</th>
            <th scope="col">Answer</th>
            <th scope="col">ms</th>
          </tr>
        </thead>
        <tbody>
          {calls.map(({ at, to, operation, answer, isRefused, ms }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: calls have no names of their own.
            <tr key={calls.length - index} className={isRefused ? 'is-refused' : undefined}>
              <td>{clockOf(at)}</td>
              <td>{to}</td>
              <td>{operation}</td>
              <td>{answer}</td>
              <td>{ms}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
