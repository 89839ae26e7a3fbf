// The whole job by the built program between fakes on the loopback interface, in HTTP mode and in Socket Mode.
import { aliasesOf } from '../../sandbox/fakes/aws/store.js';
import {
  channel,
  findCard,
  listCards,
  listClones,
  listEphemerals,
  type Program,
  people,
  readThread,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';

describe.each(['http', 'socket'] as const)('the main job in %s mode', (mode) => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram({ mode });
  });
  afterAll(() => program.close());

  it('goes from the command to the distribution ID in the thread', async () => {
    const card = await requestCard(program);
    expect(card.text).toContain('www.example.com');
    expect(card.text).toContain('*.example.com');
    expect(listClones(program)).toHaveLength(0);

    const click = await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
    expect(click.ok).toBe(true);
    const done = await until('the card to say cloned', () => findCard(program, 'cloned'));

    const [clone, ...more] = listClones(program);
    expect(more).toHaveLength(0);
    if (!clone) throw new Error('no distribution was created');
    expect(aliasesOf(clone)).toEqual(['www.example.com']);
    const results = readThread(program, done.ts).filter((text) => text.includes(clone.id));
    expect(results).toHaveLength(1);
    expect(results[0]).toContain(clone.domainName);
    expect(JSON.stringify(done.blocks)).not.toContain('"actions"');
    expect(done.text).toContain(people.bo);
    expect(Object.fromEntries(clone.tags.map(({ Key, Value }) => [Key, Value]))).toMatchObject({
      'cf-clone:reference': 'EREFERENCE0001',
      'cf-clone:requested-by': expect.stringContaining(people.ana),
      'cf-clone:approved-by': people.bo,
      'cf-clone:card': expect.stringContaining(channel),
    });
  });

  it('proposes no CNAME at the top of a zone that DNS tells of', async () => {
    const card = await requestCard(program, 'apps.example.com new-origin.example.net EREFERENCE0001');
    await program.slack.click({ user: people.bo, channel, ts: card.ts, action_id: 'cf_clone_approve' });
    const [result] = await until('the result', () => {
      const told = readThread(program, card.ts).filter((text) => text.startsWith('Created'));
      return told.length > 0 && told;
    });
    expect(result).toContain('apps.example.com A');
    expect(result).not.toContain('CNAME');
  });

  it('acknowledges before AWS has answered anything', async () => {
    program.aws.faults.latencyMs = 600;
    const outcome = await program.slack.command({
      user: people.ana,
      channel,
      text: 'b.example.com o.example.net EREFERENCE0001',
    });
    program.aws.faults.latencyMs = 0;
    expect(outcome.ok).toBe(true);
    expect(outcome.ms).toBeLessThan(500);
    await until('the card', () => listCards(program).find(({ text }) => text?.includes('b.example.com')));
  });

  it('tells a developer alone which group is needed', async () => {
    await program.slack.command({ user: people.dev, channel, text: 'c.example.com o.example.net EREFERENCE0001' });
    const [ephemeral] = await until('the refusal', () => {
      const told = listEphemerals(program, people.dev);
      return told.length > 0 && told;
    });
    expect(ephemeral).toContain('cdn-operators');
    expect(ephemeral).toContain('Nothing was created');
    expect(listCards(program).some(({ text }) => text?.includes('c.example.com'))).toBe(false);
  });

  it('keeps every secret of the reference to itself', () => {
    const config = [...program.aws.store.distributions.values()].map(({ xml }) => xml).join('');
    const values = [...config.matchAll(/<HeaderValue>([^<]+)<\/HeaderValue>/g)].map(([, value]) => value ?? '');
    expect(values.length).toBeGreaterThan(0);
    const shown = JSON.stringify([
      program.slack.store.messages(channel),
      program.slack.store.ephemerals(),
      program.slack.calls.all(),
      program.replicas.map(({ lines }) => lines),
    ]);
    expect(values.filter((value) => value.length > 8 && shown.includes(value))).toEqual([]);
  });
});
