// A sandbox, a browser, and people in front of pages. Every page is watched: no console error, no request to elsewhere.
import type { Browser, Page } from 'playwright-core';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/run/sandbox.js';
import { findChromium } from './setup.js';
import { launchBrowser, leaveTourBeforehand, type PersonName, people, Visitor } from './visitor.js';

export const channel = 'C0CDN000001';

const isPossible = findChromium() !== undefined;

/** A suite of journeys; left out, visibly, where there is no browser. */
export const journeys = isPossible ? describe : describe.skip;

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  /** Comes for the first time, and so meets the tour. */
  readonly isNew?: boolean;
}

export interface SandboxTest {
  readonly sandbox: Sandbox;
  /** Opens the page in a browser of its own, as this person. */
  visit(name: PersonName, options?: VisitOptions): Promise<Visitor>;
}

/** One sandbox for the tests of a file, started over before each. */
export function startSandboxForTests(options: SandboxOptions = {}): SandboxTest {
  let sandbox: Sandbox | undefined;
  let browser: Browser | undefined;
  let pages: Page[] = [];
  const faults: string[] = [];
  const here = (): Sandbox => {
    if (!sandbox) throw new Error('the sandbox has not been started');
    return sandbox;
  };

  beforeAll(async () => {
    if (!isPossible) return;
    [sandbox, browser] = await Promise.all([startSandbox({ port: 0, deploySeconds: 1, ...options }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await sandbox?.close();
  });
  beforeEach(() => startOver(here()));
  afterEach(async () => {
    await Promise.all(pages.map((page) => page.context().close()));
    pages = [];
    expect(faults.splice(0)).toEqual([]);
  });

  return {
    get sandbox() {
      return here();
    },
    async visit(name, { width = 1280, height = 860, isNew = false } = {}) {
      if (!browser) throw new Error('the browser has not been started');
      const context = await browser.newContext({ viewport: { width, height }, timezoneId: 'Europe/Berlin' });
      context.setDefaultTimeout(20_000);
      if (!isNew) await leaveTourBeforehand(context);
      const page = await context.newPage();
      pages.push(page);
      watch(page, here().url, faults);
      await page.goto(here().url);
      const visitor = new Visitor(page);
      await visitor.become(people[name]);
      return visitor;
    },
  };
}

/** What no page may do, whatever happens on it. */
function watch(page: Page, own: string, faults: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${own}/`) && !url.startsWith('data:')) faults.push(`request: ${url}`);
  });
}

/** Does what the page can do, without it. */
export async function act(sandbox: Sandbox, name: string, body: object = {}): Promise<void> {
  const response = await fetch(`${sandbox.url}/api/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
}

/** An empty channel, the world as it was, and one bot that runs. */
async function startOver(sandbox: Sandbox): Promise<void> {
  await act(sandbox, 'second-person', { isRequired: false });
  const [, ...extra] = runningBots(sandbox);
  await Promise.all(extra.map(({ id }) => act(sandbox, 'bots/end', { id, signal: 'SIGKILL' })));
  if (runningBots(sandbox).length === 0) await act(sandbox, 'bots/start');
  await until('a bot that runs', () => runningBots(sandbox).length === 1);
  await act(sandbox, 'reset');
}

export function runningBots(sandbox: Sandbox) {
  return sandbox.read().trouble.bots.filter(({ state }) => state === 'running');
}

/** Looks until the condition gives something; fails with what was waited for. */
export async function until<T>(what: string, find: () => T | undefined | false, milliseconds = 20_000): Promise<T> {
  for (const end = Date.now() + milliseconds; Date.now() < end; ) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** What the fake of AWS holds beyond its references. */
export function listClones({ aws }: Sandbox) {
  return [...aws.store.distributions.values()].filter(({ tags }) => tags.some(({ Key }) => Key === 'cf-clone:card'));
}

/** The only distribution that was created; there has to be one. */
export function onlyClone(sandbox: Sandbox) {
  const [clone, ...others] = listClones(sandbox);
  expect(others).toEqual([]);
  if (!clone) throw new Error('AWS holds no clone');
  return clone;
}

/** Lines of any thread that name a distribution as created. */
export function listResults({ slack }: Sandbox): string[] {
  return slack.store
    .messages(channel)
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Created '));
}

/** Moves the clock on, so that the bot looks at the deployment now, and waits for its last word. */
export async function waitUntilDeployed({ sandbox }: SandboxTest, visitor: Visitor): Promise<void> {
  await act(sandbox, 'clock', { hours: 1 });
  await visitor.seesCard(': deployed');
}

/** How often the bot asked AWS for this, answered or not. */
export function countCalls({ aws }: Sandbox, operation: string): number {
  return aws.calls.list(operation).length;
}
