// Looks at new origins that the lines of one card share: they often have one origin.
import type { OriginFacts } from './origin-facts.js';
import type { OriginCheck } from './ports.js';

/** Each origin is looked at once, on the port that the first line asks for. All lines have the same reference. */
export function shareOriginCheck(check: OriginCheck): OriginCheck {
  const looks = new Map<string, Promise<OriginFacts>>();
  return {
    ...check,
    look(origin, port) {
      const look = looks.get(origin) ?? check.look(origin, port);
      looks.set(origin, look);
      return look;
    },
  };
}
