// Lines of the thread that tell of DNS are corrected when they are not true any more, and left alone when they are.
import { completeBlocks, parseBlocks } from '../../../sandbox/fakes/slack/blocks.js';
import { findBlockFaults } from '../../../sandbox/fakes/slack/limits.js';
import type { DnsAnswer } from '../../../src/clone/ports.js';
import { renderDeployed } from '../../../src/slack/card/deployed-line.js';
import { recordDns } from '../../../src/slack/card/describe-dns.js';
import { type LineEdit, listDnsEdits } from '../../../src/slack/card/dns-corrections.js';
import type { Line } from '../../../src/slack/card/post-once.js';
import { renderResult } from '../../../src/slack/card/thread-messages.js';
import type { ThreadMessage } from '../../../src/slack/client/web-api.js';
import { created, domain } from '../../support/aws-answers.js';
import { arnOf, hostOf } from '../../support/aws-wire.js';
import { cardFor, made, now, planOf, recordFor } from '../../support/plans.js';

const seconds = now.getTime() / 1_000;
const yes: DnsAnswer = { points: 'yes', found: hostOf(created) };
const no: DnsAnswer = { points: 'no', found: undefined };
const elsewhere: DnsAnswer = { points: 'no', found: 'old.example.net' };
const unknown: DnsAnswer = { points: 'unknown', found: undefined };

const open = recordFor(planOf(), {
  state: 'deployed',
  ...made,
  created_at: seconds - 300,
  deployed_at: seconds - 100,
});
const there = recordDns(open, yes, now);

/** As Slack returns a message: IDs filled in, emoji flags, escaped text. */
function keep(ts: string, line: Line | LineEdit): ThreadMessage {
  const blocks: unknown = JSON.parse(JSON.stringify(line.blocks ?? []));
  return JSON.parse(
    JSON.stringify({ ts, text: line.text, metadata: line.metadata, blocks: completeBlocks(parseBlocks(blocks)) }),
  );
}

const distribution = {
  id: created,
  arn: arnOf(created),
  etag: 'E',
  domainName: hostOf(created),
  status: 'InProgress',
  config: { ...planOf().config, CallerReference: 'cf-clone' },
};
const result = keep('1.3', renderResult(cardFor(open), { distribution, approvedBy: 'U0BO', isZoneTop: false }));
const deployed = keep('1.4', renderDeployed(open, seconds - 100, no));
const thread = [result, deployed];

const edit = (messages: readonly ThreadMessage[], edits: readonly LineEdit[]) =>
  messages.map((message) => {
    const found = edits.find(({ ts }) => ts === message.ts);
    return found ? keep(found.ts, found) : message;
  });

test('lines that are true are not edited', () => {
  expect(listDnsEdits({ thread }, open, no)).toEqual([]);
  const corrected = edit(thread, listDnsEdits({ thread }, there, yes));
  expect(listDnsEdits({ thread: corrected }, there, yes)).toEqual([]);
});

test('where DNS could not be asked nothing is edited', () => {
  expect(listDnsEdits({ thread }, open, unknown)).toEqual([]);
});

test('both lines say that the record is there, and since when', () => {
  const edits = listDnsEdits({ thread }, there, yes);
  expect(edits.map(({ ts }) => ts)).toEqual(['1.3', '1.4']);
  const shown = edits.map(({ blocks }) => JSON.stringify(blocks));
  for (const text of shown) expect(text).toContain(`seen <!date^${seconds}^`);
  expect(shown[0]).toContain('*The DNS record is there*');
  expect(shown[0]).not.toContain('to create');
  expect(shown[1]).toContain(`\`${domain}\` leads to it`);
  expect(shown[1]).not.toContain('has no record yet');
  // A notification, a screen reader, and the search see the same.
  expect(edits[0]?.text).toContain(`DNS record is there: \`${domain} CNAME ${hostOf(created)}\``);
  expect(edits[1]?.text).toContain('leads to it');
});

test('everything else in the line stays as it was, the policy of the bucket too', () => {
  const [first] = edit(thread, listDnsEdits({ thread }, there, yes));
  const others = (message: ThreadMessage | undefined) =>
    message?.blocks?.filter((block) => block.block_id !== 'result:dns');
  expect(others(first)).toEqual(others(result));
  expect(JSON.stringify(first)).toContain('s3:GetObject');
  expect(first?.metadata?.event_payload).toMatchObject({ by: 'U0BO', result: created });
});

test('a record that is gone again makes the lines what they were', () => {
  const corrected = edit(thread, listDnsEdits({ thread }, there, yes));
  const back = edit(corrected, listDnsEdits({ thread: corrected }, recordDns(there, no, now), no));
  expect(back).toEqual(thread);
});

test('a domain that leads elsewhere now is named', () => {
  const edits = listDnsEdits({ thread }, open, elsewhere);
  expect(edits.map(({ ts }) => ts)).toEqual(['1.4']);
  expect(edits[0]?.text).toContain('leads to `old.example.net`; point it to');
});

test('a line of an older version, without what it says in its metadata, is corrected too', () => {
  const old: ThreadMessage = {
    ...deployed,
    metadata: { event_type: 'cf_clone_deployed', event_payload: { by: 'U0BO', result: created } },
  };
  expect(listDnsEdits({ thread: [old] }, there, yes).map(({ ts }) => ts)).toEqual(['1.4']);
});

test('a line whose blocks Slack did not take stays text', () => {
  const { blocks: _blocks, ...textOnly } = result;
  const [edited] = listDnsEdits({ thread: [textOnly] }, there, yes);
  expect(edited?.text).toContain('DNS record is there: ');
  expect(edited).not.toHaveProperty('blocks');
});

test('lines that tell nothing of DNS are left alone', () => {
  const foreign: ThreadMessage[] = [
    { ts: '1.5', text: 'Created DNS: something', blocks: [] },
    { ts: '1.6', text: 'no record here', metadata: { event_type: 'cf_clone_result', event_payload: { by: 'U0BO' } } },
  ];
  expect(listDnsEdits({ thread: foreign }, there, yes)).toEqual([]);
});

test('keeps within Slack’s limits', () => {
  for (const { blocks = [], text } of listDnsEdits({ thread }, there, yes)) {
    const parsed = completeBlocks(parseBlocks(JSON.parse(JSON.stringify(blocks))));
    expect(findBlockFaults(parsed, { refusedBlocks: [] })).toEqual([]);
    expect(text.length).toBeLessThanOrEqual(4_000);
  }
});

test('the line says how long it took, the same when it is drawn again', () => {
  expect(renderDeployed(open, seconds - 100, no).text).toContain('Deployed after 3 min 20 s');
  expect(listDnsEdits({ thread }, there, yes)[1]?.text).toContain('Deployed after 3 min 20 s');
});
