// A deep copy of plain data: several times as fast as structuredClone, which the rest is left to.

/** Lists, dates and plain objects as AWS's answers have them; no cycles. */
export function copyDeep<T extends object>(value: T): T {
  if (!isPlain(value)) return structuredClone(value);
  const copy: T = Array.isArray(value) ? Object.assign([], value) : { ...value };
  deepen(copy);
  return copy;
}

/** Puts copies in the place of everything that a shallow copy shares with its original. */
function deepen(copy: object): void {
  if (Array.isArray(copy)) {
    for (const [index, item] of copy.entries()) if (isObject(item)) copy[index] = copyDeep(item);
  } else if (hasMembers(copy)) {
    for (const name of Object.keys(copy)) {
      const member = copy[name];
      if (isObject(member)) copy[name] = copyDeep(member);
    }
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function hasMembers(value: object): value is Record<string, unknown> {
  return !Array.isArray(value);
}
