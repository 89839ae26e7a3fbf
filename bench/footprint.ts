// What it takes to run the bot: time to be ready, memory at rest, room on the disk; against a bare Bolt app.
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAccountSeed } from '../sandbox/account-seed.js';
import { startAws } from '../sandbox/fakes/aws/server.js';
import { startSlack } from '../sandbox/fakes/slack/server.js';
import { botEnvironment } from '../test/support/program-process.js';
import { type BotOrBare, readResident, run } from './programs.js';
import type { Figure, Row } from './report.js';
import { median } from './sample.js';

const rounds = 9;
const settleMs = 2_000;
const root = join(__dirname, '..');
const bundle = join(root, 'dist', 'lambda.js');

export async function measureFootprint(): Promise<Figure> {
  const slack = await startSlack({ mode: 'http' });
  const aws = await startAws({ seed: createAccountSeed(new Date()) });
  const env = botEnvironment(slack, aws, 'http');
  const samples: Record<BotOrBare, { startedIn: number; resident: number }[]> = { bot: [], bare: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['bot', 'bare'] as const) {
      const running = await run(name, env);
      await sleep(settleMs);
      // The first round only warms the disk's cache.
      if (round > 0) samples[name].push({ startedIn: running.startedIn, resident: readResident(running) });
      await running.end();
    }
  }
  await Promise.all([slack.close(), aws.close()]);
  const middle = (name: BotOrBare, what: 'startedIn' | 'resident') =>
    median(samples[name].map((sample) => sample[what]));
  const sizes = measureInstall();
  const rows: Row[] = [
    {
      what: 'start to ready',
      measured: middle('bot', 'startedIn'),
      limit: middle('bare', 'startedIn'),
      unit: 'ms',
      maxRatio: 1.5,
    },
    {
      what: 'resident memory, idle',
      measured: middle('bot', 'resident'),
      limit: middle('bare', 'resident'),
      unit: 'MB',
      maxRatio: 1.5,
    },
    { what: 'production install', measured: sizes.bot, limit: sizes.bare, unit: 'MB' },
  ];
  if (existsSync(bundle)) {
    rows.push({
      what: 'bundle for Lambda, against the install',
      measured: statSync(bundle).size / 1_048_576,
      limit: sizes.bot,
      unit: 'MB',
    });
  }
  return {
    title: 'Start, memory and size',
    how: `The built program and the bare app started in turn, ${rounds} times each, HTTP mode; memory ${settleMs / 1_000} seconds after ready; medians. The install is what \`npm ci --omit=dev\` leaves, by the lock file.`,
    limit: 'a bare Bolt app, whose listener only acknowledges, and what Bolt installs.',
    rows,
  };
}

interface Locked {
  readonly dev?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Megabytes of the packages that production installs, and of those among them that Bolt needs. */
function measureInstall(): { readonly bot: number; readonly bare: number } {
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(
    readFileSync(join(root, 'package-lock.json'), 'utf8'),
  );
  const needed = new Set<string>();
  const need = (place: string): void => {
    if (needed.has(place) || !packages[place]) return;
    needed.add(place);
    const { dependencies = {}, optionalDependencies = {} } = packages[place];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies }))
      need(resolvePlace(packages, place, name));
  };
  need('node_modules/@slack/bolt');
  const all = Object.keys(packages).filter((place) => place !== '' && packages[place]?.dev !== true);
  return { bot: sizeOf(all), bare: sizeOf([...needed]) };
}

/** Where a package finds another one: nested in itself, or further out. */
function resolvePlace(packages: Readonly<Record<string, Locked>>, from: string, name: string): string {
  for (let at = from; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = `${at}/node_modules/${name}`;
    if (packages[place]) return place;
  }
  return `node_modules/${name}`;
}

function sizeOf(places: readonly string[]): number {
  const bytes = places
    .map((place) => join(root, place))
    .filter((path) => existsSync(path))
    .map(bytesIn);
  return bytes.reduce((sum, size) => sum + size, 0) / 1_048_576;
}

/** Bytes of a package's own files; packages nested in it are counted by themselves. */
function bytesIn(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  const inside = readdirSync(path).filter((name) => name !== 'node_modules');
  return inside.reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
