// The verification of a bulk: one reply, once, that names what does not answer as it should.
import { setImmediate as turn } from 'node:timers/promises';
import type { CheckSite } from '../../../src/clone/check-site.js';
import type { Finding } from '../../../src/clone/verification.js';
import { caller } from '../../support/announcer-process.js';
import { type AccountClone, makeAccount, type Process, startProcess } from '../../support/bulk-process.js';
import { type SlackWire, startSlackMock } from '../../support/slack-wire.js';

let slack: SlackWire;
let account: AccountClone[];
let asked: string[];
let sites: unknown[];
let running: number;
let mostRunning: number;
beforeEach(() => {
  slack = startSlackMock();
  account = makeAccount(Array.from({ length: 12 }, (_, index) => `b${index}.example.com`));
  asked = [];
  sites = [];
  running = 0;
  mostRunning = 0;
});

const checkSite: CheckSite = async (wanted) => {
  const { domain } = wanted;
  asked.push(domain);
  sites.push(wanted);
  running++;
  mostRunning = Math.max(mostRunning, running);
  await turn();
  running--;
  const findings: Finding[] = domain === 'b3.example.com' ? [{ code: 'unreachable', reason: 'no_handshake' }] : [];
  return {
    host: domain,
    path: '/',
    clone: { kind: 'failure', reason: 'no_answer' },
    reference: { host: 'ref.example.com', answer: { kind: 'failure', reason: 'no_answer' } },
    verification: { isPassed: findings.length === 0, findings },
    dns: { points: 'no', found: undefined },
    isServing: false,
    isGone: false,
  };
};

const said = () =>
  slack
    .thread(slack.cards()[0]?.ts ?? '')
    .filter(({ metadata }) => metadata?.event_type === 'cf_clone_bulk_verification')
    .map(({ text }) => text ?? '');

async function announceAll(process: Process): Promise<void> {
  await Promise.all(account.map(({ made }) => process.announcer.announce(made)));
}

function deploy(clones: readonly AccountClone[]): void {
  for (const clone of clones) clone.status = 'Deployed';
}

it('waits until all are deployed, then says which do not answer as they should', async () => {
  const process = startProcess(account, checkSite);
  await announceAll(process);
  deploy(account.slice(1));
  await process.later();
  expect(said()).toEqual([]);
  deploy(account);
  await process.later();
  expect(said()).toEqual([expect.stringContaining('11 of 12 clones answer as they should')]);
  expect(said()[0]).toContain('`b3.example.com`');
  expect(said()[0]).toContain('no TLS handshake');
  expect(said()[0]).toMatch(/^:warning: /);
  expect(said()[0]).toContain('`EBULK000000003`');
  expect(asked).toHaveLength(12);
  expect(mostRunning).toBe(3);
  const [first] = account;
  expect(sites).toContainEqual({
    domain: 'b0.example.com',
    distributionId: 'EBULK000000000',
    distributionDomain: first?.made.distribution.domainName,
    referenceId: first?.made.reference,
  });
  expect(process.lines.find(({ event }) => event === 'verify')).toMatchObject({ requester: caller });
  const outcomes = process.lines.filter(({ event }) => event === 'verify').map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'verification_failed')).toHaveLength(1);
  expect(outcomes).toHaveLength(12);
  for (let look = 0; look < 3; look++) await process.later();
  expect(said()).toHaveLength(1);
  expect(asked).toHaveLength(12);
});

it('is said once by two processes that look at the same moment', async () => {
  const processes = [startProcess(account, checkSite), startProcess(account, checkSite)];
  await announceAll(startProcess(account));
  deploy(account);
  await Promise.all(processes.map(({ announcer }) => announcer.followAll()));
  await Promise.all(processes.map((process) => process.later()));
  expect(said()).toHaveLength(1);
});

it('says nothing where nobody verifies', async () => {
  const process = startProcess(account);
  await announceAll(process);
  deploy(account);
  await process.later();
  expect(said()).toEqual([]);
});
