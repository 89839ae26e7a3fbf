// The tour for first-time visitors: a row of its own above the page, so that it covers nothing, and a mark on what it
// speaks of. It moves on when the visitor has done the step, and takes the focus only from who asked for it.
import { type ReactNode, useEffect, useRef } from 'react';
import { usePageState } from './page-state.js';
import type { Tour } from './tour-state.js';
import { findCard, suggestCommand, suggestUndo, type TourStep, tourSteps } from './tour-steps.js';

const mainChannel = 'C0CDN000001';

interface TourProps {
  readonly tour: Tour;
  /** The visitor pressed the button that starts it. */
  readonly isAskedFor: boolean;
  leave(): void;
}

export function TourPanel({ tour, isAskedFor, leave }: TourProps) {
  const { place, skip } = tour;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAskedFor) heading.current?.focus();
  }, [isAskedFor]);
  if (place === 'left' || place === 'done') return null;
  const number = place === 'end' ? 0 : tourSteps.indexOf(place) + 1;
  return (
    <section
      className="tour"
      aria-label="Tour"
      data-testid="tour"
      data-step={place}
      onKeyDown={({ key }) => {
        if (key === 'Escape') leave();
      }}
    >
      <div role="status">
        <h2 ref={heading} tabIndex={-1}>
          {number > 0 && <span className="tour-number">Step {number} of 5</span>}{' '}
          {place === 'end' ? 'That was the tour' : titles[place]}
        </h2>
        <p className="tour-text">
          {place === 'end' ? (
            'Look at the clone in the AWS pane, be somebody else with the menu “You are”, or break more.'
          ) : (
            <StepText step={place} tour={tour} />
          )}
        </p>
      </div>
      <p className="button-row">
        {place !== 'end' && <StepButton step={place} tour={tour} />}
        {place !== 'end' && (
          <button type="button" className="button" data-testid="tour-skip" onClick={skip}>
            Next
          </button>
        )}
        <button type="button" className="button" data-testid="tour-leave" onClick={leave}>
          {place === 'end' ? 'Close' : 'Leave the tour'}
        </button>
      </p>
    </section>
  );
}

const titles: Readonly<Record<TourStep, string>> = {
  ask: 'Ask for a clone',
  read: 'Read the card',
  approve: 'Approve it',
  break: 'Break something',
  undo: 'Undo the clone',
};

interface StepProps {
  readonly step: TourStep;
  readonly tour: Tour;
}

function StepText({ step, tour }: StepProps): ReactNode {
  const { aws } = usePageState();
  switch (step) {
    case 'ask':
      return (
        <>
          Type <code>{suggestCommand(aws)}</code> into the message box of #cdn, and press Enter. The bot answers with a
          card.
        </>
      );
    case 'read':
      return 'It says what would be created, and what to watch for. Open its details (“fields change”), or press “Show the whole plan”.';
    case 'approve':
      return 'Press Approve on the card, and confirm. The bot checks everything again, creates the distribution, and writes its ID into the thread.';
    case 'break':
      return tour.isBroken
        ? 'It is broken now. Ask for another clone, and see what the bot says. Then put it right: switch the fault off, or start the bot again.'
        : 'Under Trouble, kill the bot, or switch on a fault of AWS or Slack.';
    case 'undo':
      return (
        <>
          Type <code>{suggestUndo(aws, tour.start)}</code> into the message box, and press “Approve the undo” on the
          card.
        </>
      );
    default: {
      const unknown: never = step;
      return unknown;
    }
  }
}

/** Brings the visitor to where the step is done. */
function StepButton({ step, tour }: StepProps) {
  const { slack, aws, go, jump } = usePageState();
  const channel = { channel: mainChannel, screen: 'channel', target: undefined } as const;
  const card = findCard(slack, tour.start);
  switch (step) {
    case 'ask':
      return (
        <LeadButton onClick={() => go({ ...channel, draft: { text: suggestCommand(aws) } })}>
          Put it into the message box
        </LeadButton>
      );
    case 'read':
    case 'approve':
      return card ? <LeadButton onClick={() => jump(card)}>Show the card</LeadButton> : null;
    case 'break':
      return <LeadButton onClick={() => go({ pane: 'trouble', screen: 'pane' })}>Open Trouble</LeadButton>;
    case 'undo':
      return (
        <LeadButton onClick={() => go({ ...channel, draft: { text: suggestUndo(aws, tour.start) } })}>
          Put it into the message box
        </LeadButton>
      );
    default: {
      const unknown: never = step;
      return unknown;
    }
  }
}

function LeadButton({ children, onClick }: { readonly children: ReactNode; onClick(): void }) {
  return (
    <button type="button" className="button is-primary" data-testid="tour-lead" onClick={onClick}>
      {children}
    </button>
  );
}
