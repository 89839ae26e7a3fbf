// Nobody is left waiting, by the built program with two replicas: reminders and ends are told once, also when a process is
// killed; several cards for one domain know of each other; and whoever left the channel reads of the end in a direct message.
import {
  channel,
  findCard,
  listClones,
  listEphemerals,
  type Program,
  people,
  pressCancel,
  readThread,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(180_000);

const speed = 10;
const patienceMs = 60_000;

let program: Program;
afterEach(() => program.close());

const stateNow = (ts: string) => stateOf(program.slack.store.find(channel, ts) ?? {});
const linesWith = (ts: string, part: string) => readThread(program, ts).filter((text) => text.includes(part));

it('the approvers are mentioned once, reminded once each time, and told of the expiry once, after a process was killed', async () => {
  const env = { SLACK_APPROVER_MENTION: 'S0APPROVER1', REMIND_AFTER: '60s', APPROVAL_TTL: '240s' };
  program = await startProgram({ mode: 'http', replicas: 2, speed, env });
  const card = await requestCard(program);
  expect(card.text).toContain('<!subteam^S0APPROVER1> Please approve or cancel this.');
  // The second one took the command, so it would have reminded people.
  await program.replicas[1]?.stop('SIGKILL');
  await program.startReplica();
  await until('the first reminder', () => linesWith(card.ts, 'Reminder: ').length === 1, patienceMs);
  await until('the expiry', () => stateNow(card.ts) === 'expired', patienceMs);
  await Promise.all(program.replicas.map((replica) => replica.stop('SIGTERM')));
  const thread = readThread(program, card.ts);
  expect(thread.filter((text) => text.startsWith('<!subteam^S0APPROVER1> '))).toHaveLength(2);
  expect(thread.at(-1)).toMatch(
    /^<@U0ANA000001> Your request for `www\.example\.com` .* expired, .*Nothing was created\./,
  );
  expect(thread).toHaveLength(3);
});

it('a second card for a domain links to the first, and is told when the domain is in use', async () => {
  program = await startProgram({ mode: 'http', replicas: 2, deploySeconds: 600, speed });
  const first = await requestCard(program);
  const second = await requestCard(program, undefined, people.bo);
  const link = (ts: string) => `/archives/${channel}/p${ts.replace('.', '')}|`;
  await until('the line that links to the first card', () => linesWith(second.ts, link(first.ts))[0], patienceMs);

  await program.slack.command({ user: people.ana, channel, text: 'status www.example.com' });
  const status = await until('the status', () => listEphemerals(program, people.ana)[0]);
  for (const { ts } of [first, second]) expect(status).toContain(link(ts));

  await program.slack.click({ user: people.bo, channel, ts: first.ts, action_id: 'cf_clone_approve' });
  await until('the clone', () => findCard(program, 'cloned'), patienceMs);
  const [clone] = listClones(program);
  const told = await until(
    'the line that says that the domain is in use',
    () => linesWith(second.ts, 'is now in use')[0],
    patienceMs,
  );
  for (const part of [`<@${people.bo}>`, clone?.id ?? '', link(first.ts), 'Nothing was created for this card'])
    expect(told).toContain(part);
  expect(stateNow(second.ts)).toBe('pending');
  await Promise.all(program.replicas.map((replica) => replica.stop('SIGTERM')));
  expect(linesWith(second.ts, 'is now in use')).toHaveLength(1);
  expect(linesWith(second.ts, 'When this card was posted')).toHaveLength(1);
  expect(linesWith(first.ts, 'When this card was posted')).toEqual([]);
});

it('who left the channel reads in a direct message why the request was cancelled', async () => {
  program = await startProgram({ mode: 'socket', speed });
  const card = await requestCard(program);
  const { workspace, store } = program.slack;
  const members = workspace.channels.get(channel)?.members ?? [];
  workspace.putChannel({ id: channel, members: members.filter((member) => member !== people.ana) });
  await pressCancel(program, { user: people.bo, ts: card.ts, reason: 'the campaign is over' });
  const direct = workspace.findDirect(people.ana)?.id ?? '';
  const message = await until('the direct message', () => store.messages(direct).at(-1), patienceMs);
  expect(message.text).toMatch(/^Cancelled by <@U0BO0000001> \(“the campaign is over”\): .*Nothing was created\./);
  expect(message.text).toContain('|Open the card>');
});
