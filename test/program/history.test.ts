// Weeks later: history, status, help and the Home tab, by the built program between the fakes.
import {
  channel,
  findCard,
  listCards,
  listClones,
  listEphemerals,
  openChannel,
  type Program,
  people,
  pressCancel,
  requestCard,
  startProgram,
  stateOf,
  until,
} from '../support/program.js';

jest.setTimeout(60_000);

let program: Program;
beforeAll(async () => {
  program = await startProgram({ mode: 'http', deploySeconds: 600, speed: 10 });
  const first = await requestCard(program);
  await program.slack.click({ user: people.bo, channel, ts: first.ts, action_id: 'cf_clone_approve' });
  await until('a clone', () => findCard(program, 'cloned'));
  const second = await requestCard(program, 'shop.example.com o.example.net EREFERENCE0001', people.bo);
  await pressCancel(program, { user: people.bo, ts: second.ts, reason: 'the campaign is over' });
  await until('a cancelled card', () => findCard(program, 'cancelled'));
  await requestCard(program, 'blog.example.com o.example.net EREFS3OAC00001');
});
afterAll(() => program.close());

/** Types a command and waits for what this person alone is told. */
async function tell(text: string, user: string = people.dev): Promise<string> {
  const before = listEphemerals(program, user).length;
  await program.slack.command({ user, channel, text });
  return until('the answer', () => listEphemerals(program, user)[before]);
}

it.each([
  [
    'history',
    ['1 clone and 2 requests without a clone', 'www.example.com', 'shop.example.com', 'blog.example.com'],
    [],
  ],
  ['history shop', ['1 request without a clone', 'cancelled', 'shop.example.com'], ['www.example.com', 'blog']],
  ['history state:cloned', ['1 clone', 'www.example.com'], ['shop']],
  ['history from:erefs3oac00001', ['1 request without a clone', 'blog.example.com'], ['shop']],
  [
    'history campaign',
    ['1 request without a clone', 'cancelled', 'shop.example.com', '(“the campaign is over”)'],
    ['blog'],
  ],
  ['history by:@bo', ['shop.example.com', 'www.example.com'], []],
  ['history by:@dev', ['0 clones', 'by:', '<@U0DEV000001>'], ['example.com']],
  ['history by: @ana', ['blog.example.com', 'www.example.com'], ['shop.example.com']],
  ['history @bo', ['1 clone and 1 request without a clone'], ['blog.example.com']],
  ['history by:@nobody', ['needs a mention', 'pick the person'], ['clones', 'example.com']],
  ['history by:bo', ['needs a mention'], ['example.com']],
  ['history https://www.example.com', ['0 clones'], []],
  ['history www.example.com', ['1 clone'], ['shop', 'blog']],
  ['history since:1h example shop', ['1 request without a clone', 'shop.example.com'], []],
  ['history state:gone', ['not a state', 'pending'], []],
  ['history since:soon', ['not a time', '30d'], []],
  ['histroy www', ['There is no', 'history'], []],
  ['help', ['history', 'status', 'everywhere'], []],
])('answers `/cf-clone %s`', async (text, has, lacks) => {
  const answer = await tell(text);
  for (const part of has) expect(answer).toContain(part);
  for (const part of lacks) expect(answer).not.toContain(part);
});

it('names the distribution and links the thread', async () => {
  const [clone] = listClones(program);
  const answer = await tell('history www');
  expect(answer).toContain(clone?.id);
  expect(answer).toMatch(/<https:\/\/[^|]+\/archives\/C0CDN000001\/p\d+\|thread>/);
});

it('tells an operator where a clone stands, by domain and by ID', async () => {
  const [clone] = listClones(program);
  for (const wanted of ['www.example.com', 'https://www.example.com/', clone?.id ?? '']) {
    const answer = await tell(`status ${wanted}`, people.ana);
    for (const part of [clone?.id ?? '', 'InProgress', 'days left', 'EREFERENCE0001', 'DNS'])
      expect(answer).toContain(part);
  }
});

it('tells an operator that nobody has checked the permissions of the role', async () => {
  const answer = await tell('status', people.ana);
  for (const part of ['have not been checked', 'CHECK_PERMISSIONS']) expect(answer).toContain(part);
});

it.each(['status', 'status www.example.com', 'history everywhere'])(
  'lets operators alone ask AWS: %s',
  async (text) => {
    expect(await tell(text, people.dev)).toContain('cdn-operators');
  },
);

it('finds clones everywhere by their tags, after Slack forgot them', async () => {
  const [clone] = listClones(program);
  const elsewhere = openChannel(program, 'C0ELSEWHERE');
  const before = listEphemerals(program, people.ana).length;
  await program.slack.command({ user: people.ana, channel: elsewhere, text: 'history everywhere www' });
  const answer = await until('the answer', () => listEphemerals(program, people.ana)[before]);
  expect(answer).toContain(clone?.id);
  expect(answer).toContain('in this account');
});

it('pages, older and newer, and shares a page when asked to', async () => {
  const place = openChannel(program, 'C0PAGES0001');
  for (let index = 0; index < 12; index++) {
    await requestCard(program, `p${index}.example.com o.example.net EREFERENCE0001`, people.ana, place);
  }
  await program.slack.command({ user: people.dev, channel: place, text: 'history' });
  const list = await until('the list', () =>
    program.slack.store.ephemerals(people.dev).find(({ text }) => text.startsWith('12 requests without a clone')),
  );
  expect(list.text).toContain('1 to 10');
  const press = (action_id: string, value: string) =>
    program.slack.click({ user: people.dev, channel: place, ts: list.ts, action_id, value, stale: true });
  await press('cf_clone_older', JSON.stringify({ q: '', o: 10 }));
  await until('the older page', () =>
    program.slack.store.ephemerals(people.dev).some(({ text }) => text.includes('11 to 12')),
  );
  await press('cf_clone_share', JSON.stringify({ q: '', o: 0 }));
  await until('the shared page', () =>
    program.slack.store.messages(place).some(({ text }) => text.startsWith('Shared by')),
  );
});

it('shows a Home tab from channels that the person reads', async () => {
  await program.slack.openHome({ user: people.ana });
  const home = await until('the tab', () => {
    const view = program.slack.views.home(people.ana);
    return view && JSON.stringify(view).includes('Waiting for your approval') && JSON.stringify(view);
  });
  expect(home).toContain('p11.example.com');
  expect(home).toContain('cdn-operators');
});

it('counts only what our own app posted', async () => {
  program.slack.say({ user: people.dev, channel, text: 'Clone created: EFAKE www.evil.example' });
  expect(await tell('history evil')).toContain('0 clones');
  expect(stateOf({})).toBeUndefined();
});

describe('a channel that is hard to read', () => {
  it('is read all the same when Slack asks to wait', async () => {
    program.slack.faults.add({ method: 'conversations.history', kind: 'rate-limited', retryAfter: 1, times: 1 });
    expect(await tell('history www')).toContain('www.example.com');
    expect(program.slack.faults.pending()).toHaveLength(0);
  });

  it('is named as one that the bot is not in, once it was removed', async () => {
    const place = openChannel(program, 'C0REMOVED01');
    program.slack.workspace.putChannel({ id: place, kind: 'public', members: Object.values(people) });
    const before = listEphemerals(program, people.dev).length;
    await program.slack.command({ user: people.dev, channel: place, text: 'history' });
    const answer = await until('the answer', () => listEphemerals(program, people.dev)[before]);
    expect(answer).toContain('/invite');
  });

  it('counts a message of another app with our event type for nothing', async () => {
    program.slack.store.post(channel, {
      user: 'U0OTHERBOT1',
      text: 'Clone created',
      metadata: listCards(program)[0]?.metadata ?? {},
    });
    expect(await tell('history state:cloned www')).toContain('1 clone ');
  });
});
