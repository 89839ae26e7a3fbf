// A clone by REST, seen from all sides: its answer, the channel, the account, the chat commands. By the built program.
import type { Message } from '../../sandbox/fakes/slack/messages.js';
import {
  channel,
  findCard,
  listCards,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';
import { cloneRequest, postClone, type RestReply, rest } from '../support/program-rest.js';

jest.setTimeout(60_000);

const client = 'client:1example23456789abcdefghij';

describe.each(['http', 'socket'] as const)('in %s mode', (mode) => {
  let program: Program;
  let answer: RestReply;
  let early: RestReply;
  let card: Message;
  let id: string;

  beforeAll(async () => {
    // Long enough to be asked for before it is deployed.
    program = await startProgram({ mode, rest: true, deploySeconds: 4 });
    answer = await postClone(program, {}, 'release-1');
    id = String(answer.json.distributionId);
    early = await rest(program, 'GET', `/clone_distribution/${id}`);
    card = await until('the card', () => findCard(program, 'cloned'));
    await until('the deployment', () => findCard(program, 'deployed'), 30_000);
  });
  afterAll(() => program.close());

  const permalink = () => `https://example-cdn.slack.com/archives/${channel}/p${card.ts.replace('.', '')}`;

  async function tell(text: string): Promise<string> {
    const before = listEphemerals(program, people.ana).length;
    await program.slack.command({ user: people.ana, channel, text });
    return until('the answer', () => listEphemerals(program, people.ana)[before]);
  }

  it('is answered at once with what was created', () => {
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ domain: cloneRequest.domain, status: 'InProgress', replayed: false });
    expect(listClones(program).map((clone) => clone.id)).toEqual([id]);
  });

  it('has one card, which names the program and has no buttons', () => {
    expect(listCards(program)).toHaveLength(1);
    expect(card.text).toContain(client);
    const now = JSON.stringify(program.slack.store.find(channel, card.ts)?.blocks);
    expect(now).toContain(client);
    expect(now).toContain('through the REST API');
    expect(now).not.toContain('cf_clone_');
  });

  it('has its result once in the thread, then the line that it is deployed', () => {
    const thread = readThread(program, card.ts);
    expect(thread).toHaveLength(2);
    expect(thread[0]).toContain(`Created \`${id}\``);
    expect(thread[0]).toContain(`DNS: \`${Object(answer.json.dns).cname}\``);
    expect(thread[0]).toContain(`${answer.json.domainName}`);
    expect(thread[1]).toMatch(/^Deployed after/);
  });

  it('is tagged with the link to its card', () => {
    const tag = listClones(program)[0]?.tags.find(({ Key }) => Key === 'cf-clone:card');
    expect(tag?.Value).toBe(permalink());
  });

  it.each(['history', 'history everywhere'])('is in `/cf-clone %s`, as made through the REST API', async (text) => {
    const told = await tell(text);
    for (const part of ['1 clone', 'deployed', id, 'through the REST API by', client, permalink()]) {
      expect(told).toContain(part);
    }
    expect(told).not.toContain('approved by');
  });

  it('is told by `/cf-clone status`, as made through the REST API', async () => {
    const told = await tell(`status ${cloneRequest.domain}`);
    for (const part of [id, 'through the REST API by', client, permalink()]) expect(told).toContain(part);
  });

  it('says when to ask again until it is deployed', async () => {
    expect(early.json).toMatchObject({ status: 'InProgress', distributionId: id });
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0);
    const late = await rest(program, 'GET', `/clone_distribution/${id}`);
    expect(late.headers.get('retry-after')).toBeNull();
    expect(late.json).toMatchObject({ status: 'Deployed', card: permalink(), requestedBy: client, approvedBy: client });
  });

  it('is listed by GET /clones, with the same link', async () => {
    const { json } = await rest(program, 'GET', '/clones');
    expect(json).toMatchObject({
      total: 1,
      clones: [{ state: 'deployed', domain: cloneRequest.domain, distributionId: id, card: permalink() }],
    });
  });

  it.each([
    ['b\u00fccher.example.com', 200, 'xn--bcher-kva.example.com'],
    ['xn--bcher-kva.example.com', 200, 'xn--bcher-kva.example.com'],
    ['xn--a.example.com', 400, undefined],
  ])('plans %j with %i, on every release of Node', async (domain, status, planned) => {
    const { status: answered, json } = await rest(program, 'POST', '/clone_distribution', {
      body: { ...cloneRequest, domain, dry_run: true },
    });
    expect([answered, json.domain]).toEqual([status, planned]);
  });

  it('counts tokens that do not count on /metrics, and writes some of them alone to the log', async () => {
    const many = 200;
    const [replica] = program.replicas;
    const before = replica?.lines.length ?? 0;
    const headers = { authorization: 'Bearer aaaaaaaa.bbbbbbbb.cccccccc' };
    for (let sent = 0; sent < many; sent += 20) {
      const answers = Array.from({ length: 20 }, () => rest(program, 'GET', '/clones', { headers }));
      for (const { status } of await Promise.all(answers)) expect(status).toBe(401);
    }
    const figures = await fetch(`http://127.0.0.1:${replica?.port}/metrics`).then((response) => response.text());
    expect(figures).toContain(`\ncf_clone_api_tokens_refused_total{reason="malformed"} ${many}\n`);
    expect(figures).toContain(`\ncf_clone_outcomes_total{event="request",outcome="token_invalid"} ${many}\n`);
    await until('some lines', () => (replica?.lines.length ?? 0) > before);
    expect((replica?.lines.length ?? 0) - before).toBeLessThan(50);
  });

  it('makes and says nothing more when it is repeated under its key', async () => {
    const again = await postClone(program, {}, 'release-1');
    expect(again.json).toMatchObject({ distributionId: id, replayed: true });
    // A stop lets what is under way finish: whatever there was to say is said by then.
    await program.replicas[0]?.stop('SIGTERM');
    expect(listCards(program).map(stateOf)).toEqual(['deployed']);
    expect(readThread(program, card.ts)).toHaveLength(2);
    expect(listClones(program)).toHaveLength(1);
  });
});
