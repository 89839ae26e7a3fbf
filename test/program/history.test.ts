// Weeks later: history, status, help and the Home tab, by the built program between the stand-ins.
import {
  ask,
  channel,
  findCard,
  listCards,
  listClones,
  listWhispers,
  openChannel,
  people,
  raiseStage,
  type Stage,
  stateOf,
  until,
} from '../support/stage.js';

jest.setTimeout(60_000);

let stage: Stage;
beforeAll(async () => {
  stage = await raiseStage({ mode: 'http', deploySeconds: 600, speed: 4 });
  const first = await ask(stage);
  await stage.slack.click({ user: people.bo, channel, ts: first.ts, action_id: 'cf_clone_approve' });
  await until('a clone', () => findCard(stage, 'cloned'));
  const second = await ask(stage, 'shop.example.com o.example.net EREFERENCE0001', people.bo);
  await stage.slack.click({ user: people.bo, channel, ts: second.ts, action_id: 'cf_clone_cancel' });
  await until('a cancelled card', () => findCard(stage, 'cancelled'));
  await ask(stage, 'blog.example.com o.example.net EREFS3OAC00001');
});
afterAll(() => stage.close());

/** Types a command and waits for what this person alone is told. */
async function tell(text: string, user: string = people.dev): Promise<string> {
  const before = listWhispers(stage, user).length;
  await stage.slack.command({ user, channel, text });
  return until('the answer', () => listWhispers(stage, user)[before]);
}

it.each([
  ['history', ['3 clones', 'www.example.com', 'shop.example.com', 'blog.example.com'], []],
  ['history shop', ['1 clone', 'cancelled', 'shop.example.com'], ['www.example.com', 'blog']],
  ['history state:cloned', ['1 clone', 'www.example.com'], ['shop']],
  ['history from:erefs3oac00001', ['1 clone', 'blog.example.com'], ['shop']],
  ['history by:@bo', ['shop.example.com', 'www.example.com'], []],
  ['history by:@nobody', ['0 clones'], ['example.com']],
  ['history since:1h example shop', ['1 clone', 'shop.example.com'], []],
  ['history state:gone', ['not a state', 'pending'], []],
  ['history since:soon', ['not a time', '30d'], []],
  ['histroy www', ['There is no', 'history'], []],
  ['help', ['history', 'status', 'everywhere'], []],
  ['status', ['Which distribution'], []],
])('answers `/cf-clone %s`', async (text, has, lacks) => {
  const answer = await tell(text);
  for (const part of has) expect(answer).toContain(part);
  for (const part of lacks) expect(answer).not.toContain(part);
});

it('names the distribution and links the thread', async () => {
  const [clone] = listClones(stage);
  const answer = await tell('history www');
  expect(answer).toContain(clone?.id);
  expect(answer).toMatch(/<https:\/\/[^|]+\/archives\/C0CDN000001\/p\d+\|thread>/);
});

it('tells an operator where a clone stands, by domain and by ID', async () => {
  const [clone] = listClones(stage);
  for (const wanted of ['www.example.com', clone?.id ?? '']) {
    const answer = await tell(`status ${wanted}`, people.ana);
    for (const part of [clone?.id ?? '', 'InProgress', 'days left', 'EREFERENCE0001', 'DNS'])
      expect(answer).toContain(part);
  }
});

it.each(['status www.example.com', 'history everywhere'])('lets operators alone ask AWS: %s', async (text) => {
  expect(await tell(text, people.dev)).toContain('cdn-operators');
});

it('finds clones everywhere by their tags, after Slack forgot them', async () => {
  const [clone] = listClones(stage);
  const elsewhere = openChannel(stage, 'C0ELSEWHERE');
  const before = listWhispers(stage, people.ana).length;
  await stage.slack.command({ user: people.ana, channel: elsewhere, text: 'history everywhere www' });
  const answer = await until('the answer', () => listWhispers(stage, people.ana)[before]);
  expect(answer).toContain(clone?.id);
  expect(answer).toContain('in this account');
});

it('pages, older and newer, and shares a page when asked to', async () => {
  const place = openChannel(stage, 'C0PAGES0001');
  for (let index = 0; index < 12; index++) {
    await ask(stage, `p${index}.example.com o.example.net EREFERENCE0001`, people.ana, place);
  }
  await stage.slack.command({ user: people.dev, channel: place, text: 'history' });
  const list = await until('the list', () =>
    stage.slack.store.ephemerals(people.dev).find(({ text }) => text.startsWith('12 clones')),
  );
  expect(list.text).toContain('1 to 10');
  const press = (action_id: string, value: string) =>
    stage.slack.click({ user: people.dev, channel: place, ts: list.ts, action_id, value, stale: true });
  await press('cf_clone_older', JSON.stringify({ q: '', o: 10 }));
  await until('the older page', () =>
    stage.slack.store.ephemerals(people.dev).some(({ text }) => text.includes('11 to 12')),
  );
  await press('cf_clone_share', JSON.stringify({ q: '', o: 0 }));
  await until('the shared page', () =>
    stage.slack.store.messages(place).some(({ text }) => text.startsWith('Shared by')),
  );
});

it('shows a Home tab from channels that the person reads', async () => {
  await stage.slack.openHome({ user: people.ana });
  const home = await until('the tab', () => {
    const view = stage.slack.views.home(people.ana);
    return view && JSON.stringify(view).includes('Waiting for approval') && JSON.stringify(view);
  });
  expect(home).toContain('p11.example.com');
  expect(home).toContain('cdn-operators');
});

it('counts only what our own app posted', async () => {
  stage.slack.say({ user: people.dev, channel, text: 'Clone created: EFAKE www.evil.example' });
  expect(await tell('history evil')).toContain('0 clones');
  expect(stateOf({})).toBeUndefined();
});

describe('a channel that is hard to read', () => {
  it('is read all the same when Slack asks to wait', async () => {
    stage.slack.faults.add({ method: 'conversations.history', kind: 'rate-limited', retryAfter: 1, times: 1 });
    expect(await tell('history www')).toContain('www.example.com');
    expect(stage.slack.faults.pending()).toHaveLength(0);
  });

  it('is named as one that the bot is not in, once it was removed', async () => {
    const place = openChannel(stage, 'C0REMOVED01');
    stage.slack.world.putChannel({ id: place, kind: 'public', members: Object.values(people) });
    const before = listWhispers(stage, people.dev).length;
    await stage.slack.command({ user: people.dev, channel: place, text: 'history' });
    const answer = await until('the answer', () => listWhispers(stage, people.dev)[before]);
    expect(answer).toContain('/invite');
  });

  it('counts a message of another app with our event type for nothing', async () => {
    stage.slack.store.post(channel, {
      user: 'U0OTHERBOT1',
      text: 'Clone created',
      metadata: listCards(stage)[0]?.metadata ?? {},
    });
    expect(await tell('history state:cloned www')).toContain('1 clone ');
  });
});
