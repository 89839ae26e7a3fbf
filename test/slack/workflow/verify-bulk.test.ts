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
let silent: readonly string[];
beforeEach(() => {
  slack = startSlackMock();
  account = makeAccount(Array.from({ length: 12 }, (_, index) => `b${index}.example.com`));
  asked = [];
  sites = [];
  running = 0;
  mostRunning = 0;
  silent = ['b3.example.com'];
});

const checkSite: CheckSite = async (wanted) => {
  const { domain } = wanted;
  asked.push(domain);
  sites.push(wanted);
  running++;
  mostRunning = Math.max(mostRunning, running);
  await turn();
  running--;
  const findings: Finding[] = silent.includes(domain) ? [{ code: 'unreachable', reason: 'no_handshake' }] : [];
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

describe('a later look', () => {
  const verify = async () => {
    const process = startProcess(account, checkSite);
    await announceAll(process);
    deploy(account);
    await process.later();
    await process.later();
    expect(said()).toEqual([expect.stringContaining('11 of 12 clones answer as they should')]);
    return process;
  };
  const lookAgain = async (process: Process) => {
    process.advance(1_200_000);
    await process.later();
  };

  it('corrects the reply', async () => {
    const process = await verify();
    silent = [];
    await lookAgain(process);
    expect(said()).toEqual([expect.stringMatching(/^:white_check_mark: .*12 of 12 clones answer/)]);
    silent = ['b1.example.com', 'b2.example.com'];
    await lookAgain(process);
    expect(said()).toEqual([expect.stringContaining('10 of 12')]);
  });

  it('writes nothing while nothing is new', async () => {
    const process = await verify();
    const before = slack.calls.length;
    await lookAgain(process);
    expect(asked).toHaveLength(24);
    expect(slack.calls.slice(before).map(({ method }) => method)).toEqual(['conversations.replies']);
  });

  it('leaves out what an undo took away', async () => {
    const process = await verify();
    const message = slack
      .thread(slack.cards()[0]?.ts ?? '')
      .find(
        ({ metadata }) =>
          JSON.stringify(metadata).includes('b3.example.com') && metadata?.event_type !== 'cf_clone_batch_dns',
      );
    const items = Object(message?.metadata?.event_payload).items;
    for (const item of items) if (item.domain === 'b3.example.com') item.undone = 'disabled';
    await lookAgain(process);
    expect(said()).toEqual([expect.stringContaining('11 of 11 clones answer as they should')]);
  });

  it('comes a week long, and no longer', async () => {
    const process = await verify();
    process.advance(7 * 86_400_000);
    await process.later();
    const looks = asked.length;
    // Late looks are six hours apart.
    process.advance(7 * 3_600_000);
    await process.later();
    expect(asked).toHaveLength(looks);
  });

  it('says what Slack did not take before', async () => {
    const process = startProcess(account, checkSite);
    await announceAll(process);
    await process.later();
    deploy(account);
    slack.fail('chat.postMessage', { kind: 'refused', error: 'internal_error' }, { times: 2 });
    await process.later();
    expect(said()).toEqual([]);
    await process.later();
    expect(said()).toHaveLength(1);
  });
});
