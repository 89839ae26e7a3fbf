// The time as the sandbox has it: the machine's, and as far ahead as somebody has moved it.
import { usePageState } from './page-state.js';

/** As it is while this is drawn. */
export function useSandboxTime(): Date {
  return new Date(Date.now() + usePageState().trouble.clockOffset);
}

/** "+9 h"; nothing where the sandbox has the machine's time. */
export function describeOffset(milliseconds: number): string {
  return milliseconds === 0 ? '' : `+${Math.round(milliseconds / 3_600_000)} h`;
}
