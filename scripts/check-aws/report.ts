// What the check found, line by line, and how it is printed.

/** `failed`: AWS did not say what the line asks about. `measured`: a figure that nothing is compared with. */
export type Verdict = 'ok' | 'same' | 'differs' | 'measured' | 'failed';

export type Part = 'account' | 'create' | 'clone' | 'order' | 'refusal' | 'conflict' | 'delete' | 'lag' | 'cleanup';

export interface Row {
  readonly part: Part;
  /** What was sent. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface Report {
  add(row: Row): void;
  readonly rows: readonly Row[];
}

/** `tell` hears of each line as it is found. */
export function createReport(tell: (row: Row) => void = () => undefined): Report {
  const rows: Row[] = [];
  return {
    add(row) {
      rows.push(row);
      tell(row);
    },
    rows,
  };
}

export function hasProblem({ rows }: Report): boolean {
  return rows.some(({ verdict }) => verdict === 'differs' || verdict === 'failed');
}

/** A table for people, and one line that says how it went. */
export function renderReport({ rows }: Report): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = rows.map(({ part, name, verdict, detail }) =>
    `${verdict.padEnd(8)} ${part.padEnd(8)} ${name.padEnd(width)}  ${detail}`.trimEnd(),
  );
  const count = (wanted: Verdict) => rows.filter(({ verdict }) => verdict === wanted).length;
  const sum = `${count('same')} same, ${count('differs')} differ, ${count('failed')} failed, ${count('measured')} measured`;
  return [...lines, '', sum, ''].join('\n');
}
