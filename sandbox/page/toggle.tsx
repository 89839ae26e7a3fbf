// A switch or check box that moves at once and then follows what the sandbox says.
import { type ReactNode, useEffect, useState } from 'react';
import type { Answer } from './api-client.js';

interface ToggleProps {
  readonly isOn: boolean;
  readonly testId: string;
  readonly children: ReactNode;
  readonly look?: 'switch' | 'check';
  /** Of the text that explains it. */
  readonly describedBy?: string;
  change(isOn: boolean): Promise<Answer>;
}

/** By then the sandbox has told what is so. */
const settleMs = 1_000;

export function Toggle({ isOn, testId, children, look = 'check', describedBy, change }: ToggleProps) {
  const [wanted, setWanted] = useState<boolean>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever it says now counts more than what was wanted.
  useEffect(() => setWanted(undefined), [isOn]);
  const isChecked = wanted ?? isOn;
  const flip = async (next: boolean): Promise<void> => {
    setWanted(next);
    const answer = await change(next);
    if (!answer.ok) setWanted(undefined);
    else setTimeout(() => setWanted(undefined), settleMs);
  };
  return (
    <label className={look}>
      <input
        type="checkbox"
        {...(look === 'switch' && { role: 'switch', 'aria-checked': isChecked })}
        checked={isChecked}
        aria-describedby={describedBy}
        data-testid={testId}
        onChange={({ target }) => void flip(target.checked)}
      />
      {children}
    </label>
  );
}
