// `npm run bench`: every figure in turn, printed, and written to docs/performance.md when all have run.
// `npm run bench -- --only planning` runs those that are named, and writes nothing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureAcknowledgement } from './acknowledgement.js';
import { measureBatch } from './batch.js';
import { measureBulk } from './bulk.js';
import { measureCalls } from './calls.js';
import { measureCertificates } from './certificates.js';
import { measureChain } from './chain.js';
import { measureFootprint } from './footprint.js';
import { measureGrowth } from './growth.js';
import { measureHistory } from './history.js';
import { measurePlanning } from './planning.js';
import { type Figure, renderFigure, renderReport } from './report.js';
import { measureRest } from './rest.js';

const measures: Readonly<Record<string, () => Promise<Figure>>> = {
  acknowledgement: measureAcknowledgement,
  footprint: measureFootprint,
  chain: measureChain,
  rest: measureRest,
  calls: measureCalls,
  bulk: measureBulk,
  batch: measureBatch,
  planning: measurePlanning,
  certificates: measureCertificates,
  growth: measureGrowth,
  history: measureHistory,
};

async function main(): Promise<void> {
  const flag = process.argv.indexOf('--only');
  const wanted = flag < 0 ? Object.keys(measures) : process.argv.slice(flag + 1).flatMap((name) => name.split(','));
  const figures: Figure[] = [];
  for (const name of wanted) {
    const measure = measures[name];
    if (!measure) throw new Error(`there is no figure ${name}; there are ${Object.keys(measures).join(', ')}`);
    const figure = await measure();
    figures.push(figure);
    process.stdout.write(`${renderFigure(figure)}\n\n`);
  }
  const notes = readFileSync(join(__dirname, 'notes.md'), 'utf8');
  if (flag < 0)
    writeFileSync(join(__dirname, '..', 'docs', 'performance.md'), renderReport(figures, notes, new Date()));
  const failed = figures.flatMap(({ title, checks = [] }) =>
    checks.filter(({ holds }) => !holds).map(({ says }) => `${title}: ${says}`),
  );
  for (const line of failed) process.stderr.write(`does not hold: ${line}\n`);
  // Children and fakes of a figure that failed half-way must not hold the process open.
  process.exit(failed.length > 0 ? 1 : 0);
}

void main();
