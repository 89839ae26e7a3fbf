// Where the visitor is in the tour. The browser remembers it, so that nobody who left it is asked again.
import { useCallback, useEffect, useState } from 'react';
import type { SandboxState } from '../run/views.js';
import { beginTour, isBroken, isDone, type TourDeeds, type TourStart, type TourStep, tourSteps } from './tour-steps.js';

export type TourPlace = TourStep | 'end' | 'done' | 'left';

const key = 'tour';
const noDeeds: TourDeeds = { hasReadDetails: false, hasBroken: false };

export interface Tour {
  readonly place: TourPlace;
  readonly start: TourStart;
  readonly isBroken: boolean;
  /** To the next step, whether or not this one was done. */
  skip(): void;
  /** Closes the panel: done at the end, left before it. */
  close(): void;
  restart(): void;
}

export function useTour(shown: SandboxState): Tour {
  const [place, setPlace] = useState<TourPlace>(readPlace);
  const [start, setStart] = useState(() => beginTour(shown));
  const [deeds, setDeeds] = useState(noDeeds);
  const isNowBroken = isBroken(shown.trouble);

  const move = useCallback((next: TourPlace) => {
    localStorage.setItem(key, next);
    setPlace(next);
  }, []);
  const step = tourSteps.find((name) => name === place);
  const isMoving = step !== undefined && isDone(step, shown, start, deeds);
  useEffect(() => {
    if (step !== undefined && isMoving) move(nextOf(step));
  }, [step, isMoving, move]);

  const isWholePlanOpen = shown.slack.modals.length > 0;
  useEffect(() => {
    if (step === 'read' && isWholePlanOpen) setDeeds((before) => ({ ...before, hasReadDetails: true }));
  }, [step, isWholePlanOpen]);
  useEffect(() => {
    if (step === 'break' && isNowBroken) setDeeds((before) => ({ ...before, hasBroken: true }));
  }, [step, isNowBroken]);
  useEffect(() => {
    if (step !== 'read') return undefined;
    const onClick = ({ target }: MouseEvent): void => {
      const isDetails = target instanceof Element && target.closest('[data-block="container"] button') !== null;
      if (isDetails) setDeeds((before) => ({ ...before, hasReadDetails: true }));
    };
    document.addEventListener('click', onClick, true);
    return () => document.removeEventListener('click', onClick, true);
  }, [step]);

  return {
    place,
    start,
    isBroken: isNowBroken,
    skip: () => step !== undefined && move(nextOf(step)),
    close: () => move(place === 'end' ? 'done' : 'left'),
    restart: () => {
      setStart(beginTour(shown));
      setDeeds(noDeeds);
      move('ask');
    },
  };
}

function nextOf(step: TourStep): TourPlace {
  return tourSteps[tourSteps.indexOf(step) + 1] ?? 'end';
}

/** Who comes for the first time begins at the beginning. */
function readPlace(): TourPlace {
  const stored = localStorage.getItem(key);
  if (stored === 'left' || stored === 'done' || stored === 'end') return stored;
  return tourSteps.find((name) => name === stored) ?? 'ask';
}
