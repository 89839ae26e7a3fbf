// What a run found, as data, and the same as Markdown: each figure with the limit beside it and the ratio to it.

/** One measured figure beside what it is compared with, in the same unit. */
export interface Row {
  readonly what: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: string;
  /** The ratio that is wanted, where there is one. */
  readonly maxRatio?: number;
}

/** What has to be so in every run, whatever the machine; a run in which one fails is a failure. */
export interface Check {
  readonly says: string;
  readonly holds: boolean;
}

export interface Figure {
  readonly title: string;
  /** How it was measured. */
  readonly how: string;
  /** What the limit is. */
  readonly limit: string;
  readonly rows: readonly Row[];
  readonly checks?: readonly Check[];
  /** What the figures mean, why one stays short, what was tried; Markdown. */
  readonly notes?: readonly string[];
}

export function renderFigure({ title, how, limit, rows, checks = [], notes = [] }: Figure): string {
  const head = ['| | measured | limit | ratio | wanted |', '|---|---|---|---|---|'];
  const table = rows.length > 0 ? [[...head, ...rows.map(renderRow)].join('\n')] : [];
  const list = checks.map(({ says, holds }) => `- ${holds ? 'Holds' : '**Does not hold**'}: ${says}`).join('\n');
  return [`## ${title}`, how, `Limit: ${limit}`, ...table, ...(list ? [list] : []), ...notes].join('\n\n');
}

function renderRow({ what, measured, limit, unit, maxRatio }: Row): string {
  const ratio = measured / limit;
  const wanted = maxRatio === undefined ? '' : `${ratio <= maxRatio ? 'met' : '**short**'}: ≤ ${maxRatio}`;
  return `| ${what} | ${round(measured)} ${unit} | ${round(limit)} ${unit} | ${ratio.toFixed(2)} | ${wanted} |`;
}

/** Three digits that count, whole numbers from a hundred on. */
function round(value: number): string {
  if (value >= 100 || Number.isInteger(value)) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}

/** `notes`: what grew since the last release, and why; Markdown that people write. */
export function renderReport(figures: readonly Figure[], notes: string, date: Date): string {
  const head = `# Performance

Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)} with Node ${process.version}: the built program on one machine, between fakes for Slack and AWS whose latency is set. Absolute times drift on shared machines, so each claim is a ratio within one run.`;
  return `${[head, notes.trim(), ...figures.map(renderFigure)].join('\n\n')}\n`;
}
