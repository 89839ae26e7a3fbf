// The clock of the whole sandbox, moved on by hand: cards run out of time, deployments finish.
import { useEffect, useState } from 'react';
import { callApi } from './api-client.js';
import { usePageState } from './page-state.js';
import { clockOf } from './plain-text.js';
import { describeOffset, useSandboxTime } from './time.js';

const steps = [
  { hours: 1, title: '+1 hour' },
  { hours: 8, title: '+8 hours' },
] as const;

export function ClockControls() {
  const { clockOffset } = usePageState().trouble;
  const now = useSandboxTime();
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="row">
      <span>
        <strong data-testid="clock">{clockOf(now.toISOString())}</strong>{' '}
        {clockOffset > 0 && <span className="mark">{describeOffset(clockOffset)}</span>}
      </span>
      <span className="quiet">
        Slack, AWS and the bot go by it. A card can be approved for 8 hours; then it expires by itself.
      </span>
      <span className="button-row">
        {steps.map(({ hours, title }) => (
          <button
            key={hours}
            type="button"
            className="button"
            data-testid={`clock-${hours}`}
            onClick={() => void callApi('clock', { hours })}
          >
            {title}
          </button>
        ))}
      </span>
    </div>
  );
}
