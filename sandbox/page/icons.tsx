// Signs drawn as shapes: not every machine has a font with emoji.
import type { ReactNode } from 'react';

function Shape({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" role="img" aria-label={label}>
      {children}
    </svg>
  );
}

const diamond = 'M8 3.5 12.5 8 8 12.5 3.5 8Z';

/** By the names that Slack gives them. */
const signs: Readonly<Record<string, ReactNode>> = {
  small_orange_diamond: <path d={diamond} fill="#e8912d" />,
  small_blue_diamond: <path d={diamond} fill="#3f8fd2" />,
  warning: (
    <>
      <path d="M8 1.5 15 14.5H1Z" fill="#f2b632" />
      <path d="M8 6v4M8 11.6v1.2" stroke="#3b2a00" strokeWidth="1.5" />
    </>
  ),
  no_entry: (
    <>
      <circle cx="8" cy="8" r="7" fill="#d0284c" />
      <path d="M4 8h8" stroke="#fff" strokeWidth="2.2" />
    </>
  ),
  white_check_mark: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="#1f8a5b" />
      <path d="m4.5 8.2 2.4 2.4 4.6-5" fill="none" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  white_large_square: <rect x="2" y="2" width="12" height="12" rx="2" fill="#fff" stroke="#8d8d8d" strokeWidth="1.5" />,
  no_entry_sign: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="#d0284c" strokeWidth="2.2" />
      <path d="m4 4 8 8" stroke="#d0284c" strokeWidth="2.2" />
    </>
  ),
  x: <path d="m3 3 10 10M13 3 3 13" stroke="#d0284c" strokeWidth="2.6" />,
  wastebasket: (
    <>
      <path d="M3.5 5h9l-.9 9.5H4.4Z" fill="#8d8d8d" />
      <path d="M2.5 3.8h11M6.5 2h3" stroke="#5f5f5f" strokeWidth="1.6" />
    </>
  ),
  rotating_light: (
    <>
      <path d="M4 12V8a4 4 0 0 1 8 0v4Z" fill="#d0284c" />
      <path d="M2.5 13.5h11" stroke="#5f5f5f" strokeWidth="2" />
    </>
  ),
  information_source: (
    <>
      <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" fill="#3f8fd2" />
      <path d="M8 7v5M8 3.8v1.6" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  hourglass_flowing_sand: <path d="M4 2h8l-4 6 4 6H4l4-6Z" fill="#b98b3e" />,
};

/** Nothing where the name is not known here. */
export function drawSign(name: string): ReactNode | undefined {
  const sign = signs[name];
  return sign === undefined ? undefined : <Shape label={name.replaceAll('_', ' ')}>{sign}</Shape>;
}

export function LockIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <rect x="3" y="7" width="10" height="7" rx="1.5" fill="currentColor" />
      <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}

export function HomeIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 8 8 2.5 14 8v6H9.5v-4h-3v4H2Z" fill="currentColor" />
    </svg>
  );
}

export function DotIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="4" fill="#2bac76" />
    </svg>
  );
}

export function LightningIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M9.5 1 3 9h4l-1 6 7-8.5H8.5Z" fill="currentColor" />
    </svg>
  );
}

export function MoreIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="3" r="1.5" fill="currentColor" />
      <circle cx="8" cy="8" r="1.5" fill="currentColor" />
      <circle cx="8" cy="13" r="1.5" fill="currentColor" />
    </svg>
  );
}

/** The bot: one thing and its copy. */
export function CloneIcon() {
  return (
    <svg viewBox="0 0 36 36" width="24" height="24" aria-hidden="true">
      <rect x="4" y="4" width="19" height="19" rx="4" fill="none" stroke="currentColor" strokeWidth="3" />
      <rect x="13" y="13" width="19" height="19" rx="4" fill="currentColor" />
    </svg>
  );
}
