// What the check found, line by line, and how it is printed.

/** `note`: Slack does something else than the table of limits says, and the bot can live with it. */
export type Verdict = 'ok' | 'note' | 'refused';

export interface Row {
  readonly part: 'connection' | 'card' | 'message' | 'view' | 'limit' | 'lag' | 'cleanup';
  readonly name: string;
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface Report {
  add(row: Row): void;
  readonly rows: readonly Row[];
}

const weights: Record<Verdict, number> = { ok: 0, note: 1, refused: 2 };

/** A line that is found twice keeps its worse verdict. `tell` hears of each line as it is found. */
export function createReport(tell: (row: Row) => void = () => undefined): Report {
  const rows = new Map<string, Row>();
  return {
    add(row) {
      const key = `${row.part} ${row.name}`;
      const before = rows.get(key);
      if (before && weights[before.verdict] >= weights[row.verdict]) return;
      rows.set(key, row);
      tell(row);
    },
    get rows() {
      return [...rows.values()];
    },
  };
}

export function hasRefusal({ rows }: Report): boolean {
  return rows.some(({ verdict }) => verdict === 'refused');
}

/** A table for people, and one line that says how it went. */
export function renderReport({ rows }: Report): string {
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = rows.map(({ part, name, verdict, detail }) =>
    `${verdict.padEnd(8)} ${part.padEnd(11)} ${name.padEnd(width)}  ${detail}`.trimEnd(),
  );
  const count = (wanted: Verdict) => rows.filter(({ verdict }) => verdict === wanted).length;
  return [...lines, '', `${count('ok')} ok, ${count('note')} notes, ${count('refused')} refused`, ''].join('\n');
}
