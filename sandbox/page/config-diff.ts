// Two configurations side by side: every member as a path and a value, and where they differ.

export interface DiffRow {
  readonly path: string;
  readonly own: string | undefined;
  readonly other: string | undefined;
  readonly isDifferent: boolean;
}

/** Without `other` there is nothing to differ from. */
export function compareConfigs(own: unknown, other: unknown): DiffRow[] {
  const mine = flatten(own);
  if (other === undefined) {
    return [...mine].map(([path, value]) => ({ path, own: value, other: undefined, isDifferent: false }));
  }
  const theirs = flatten(other);
  const paths = [...new Set([...mine.keys(), ...theirs.keys()])];
  return paths.map((path) => {
    const [here, there] = [mine.get(path), theirs.get(path)];
    return { path, own: here, other: there, isDifferent: here !== there };
  });
}

/** Lists go by what names their entries, so that one more at the front does not move all the others. */
function flatten(value: unknown, path = ''): Map<string, string> {
  const rows = new Map<string, string>();
  const take = (inner: unknown, at: string): void => {
    for (const [name, text] of flatten(inner, at)) rows.set(name, text);
  };
  if (Array.isArray(value)) {
    if (value.length === 0) rows.set(path, '(none)');
    else if (value.every((entry) => typeof entry !== 'object')) rows.set(path, value.join(', '));
    else for (const [index, entry] of value.entries()) take(entry, `${path}[${nameOf(entry) ?? index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'Quantity' && 'Items' in value) continue;
      const isList = name === 'Items' && Array.isArray(inner);
      take(inner, isList ? path : path === '' ? name : `${path}.${name}`);
    }
  } else {
    rows.set(path, String(value));
  }
  return rows;
}

const namers = ['Id', 'PathPattern', 'HeaderName', 'ErrorCode', 'OriginId', 'FunctionARN', 'LambdaFunctionARN'];

function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const found = Object.entries(entry).find(([name]) => namers.includes(name));
  return found === undefined ? undefined : String(found[1]);
}
