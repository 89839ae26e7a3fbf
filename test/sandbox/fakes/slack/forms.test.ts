// The rules of modals: type-ahead, what a form sends, what an answer to it does, and what closing it tells the bot.
import { asFields } from '../../../support/slack-wire.js';
import { ana, bo, cdn, form, type Listener, openView, option, startListener } from './listener.js';

describe.each(['http', 'socket'] as const)('a form over %s', (mode) => {
  let bot: Listener;

  beforeAll(async () => {
    bot = await startListener(mode, { hasOptionsUrl: true, ackTimeoutMs: 300 });
  });

  beforeEach(() => {
    bot.slack.reset();
    bot.received.length = 0;
    bot.answer = {};
  });

  afterAll(() => bot.close());

  const pick = (view_id: string, value = 'E1') => bot.slack.suggest({ user: ana, view_id, action_id: 'pick', value });

  async function openAndPick(): Promise<string> {
    const view_id = await openView(bot);
    bot.answer = { options: [option('E1', 'www.example.com'), option('E2')] };
    await pick(view_id);
    bot.received.length = 0;
    bot.answer = {};
    return view_id;
  }

  const good = { reference: { pick: 'E1' }, domain: { name: 'www.example.com' } };

  test('the select asks the bot, whose options can be chosen', async () => {
    const view_id = await openView(bot);
    bot.answer = { options: [option('E1'), option('E2')] };
    const { shown, sent, via, fault } = await pick(view_id, 'exam');
    expect({ shown, via, fault }).toMatchObject({ shown: [{ value: 'E1' }, { value: 'E2' }], via: mode });
    expect(sent).toMatchObject({
      type: 'block_suggestion',
      action_id: 'pick',
      block_id: 'reference',
      value: 'exam',
      container: { type: 'view', view_id },
      view: { id: view_id },
    });
    expect(sent).not.toHaveProperty('trigger_id');
  });

  test('options in groups can be chosen too', async () => {
    const view_id = await openView(bot);
    bot.answer = { option_groups: [{ label: { type: 'plain_text', text: 'Own' }, options: [option('E9')] }] };
    expect(await pick(view_id)).toMatchObject({ shown: [{ options: [{ value: 'E9' }] }] });
    bot.answer = {};
    await bot.slack.submit({ user: ana, view_id, values: { ...good, reference: { pick: 'E9' } } });
    expect(bot.slack.views.modals()).toEqual([]);
  });

  const many = Array.from({ length: 101 }, (_, index) => option(`E${index}`));

  test.each([
    ['no options', {}, 'neither options nor option_groups'],
    ['more than 100 options', { options: many }, 'more than 100 options'],
    ['a text of 76 characters', { options: [option('E1', 'x'.repeat(76))] }, '1 to 75'],
    ['no text', { options: [option('E1', '')] }, '1 to 75'],
    ['a value of 76 characters', { options: [option('x'.repeat(76), 'x')] }, 'value of an option'],
    ['a text with mrkdwn', { options: [{ text: { type: 'mrkdwn', text: 'x' }, value: 'x' }] }, 'plain_text'],
    ['a group without a label', { option_groups: [{ options: [option('E1')] }] }, 'label'],
  ])('an answer with %s shows nothing', async (_what, answer, fault) => {
    const view_id = await openView(bot);
    bot.answer = answer;
    expect(await pick(view_id)).toMatchObject({ ok: true, shown: [], fault: expect.stringContaining(fault) });
  });

  test('a late answer shows nothing', async () => {
    const view_id = await openView(bot);
    bot.answer = 600;
    expect(await pick(view_id)).toMatchObject({ ok: false, error: 'operation_timeout', shown: [] });
  });

  test('the bot is not asked before min_query_length characters, which are three unless it says otherwise', async () => {
    const view_id = await openView(bot);
    await expect(pick(view_id, '')).rejects.toThrow('from 1 characters');
    const [select] = form.blocks;
    const element = { type: 'external_select', action_id: 'pick' };
    const other = await openView(bot, { ...form, blocks: [{ ...select, element }] });
    await expect(pick(other, 'ex')).rejects.toThrow('from 3 characters');
    expect(bot.received.filter(({ type }) => type === 'block_suggestion')).toEqual([]);
  });

  test('a form sends every input, the untouched ones as they opened', async () => {
    const view_id = await openAndPick();
    await bot.slack.submit({ user: ana, view_id, values: good });
    const view = asFields(bot.received[0]?.view);
    expect(asFields(view.state).values).toEqual({
      reference: { pick: { type: 'external_select', selected_option: option('E1', 'www.example.com') } },
      domain: { name: { type: 'plain_text_input', value: 'www.example.com' } },
      reason: { text: { type: 'plain_text_input', value: null } },
    });
    expect(bot.slack.views.modals()).toEqual([]);
  });

  test('a prefilled form sends what it opened with', async () => {
    const [select, domain] = form.blocks;
    const blocks = [
      { ...select, element: { ...select?.element, initial_option: option('E7') } },
      { ...domain, element: { ...domain?.element, initial_value: 'a.example.com' } },
    ];
    const view_id = await openView(bot, { ...form, blocks });
    await bot.slack.submit({ user: ana, view_id });
    expect(asFields(asFields(bot.received.at(-1)?.view).state).values).toMatchObject({
      reference: { pick: { selected_option: { value: 'E7' } } },
      domain: { name: { value: 'a.example.com' } },
    });
  });

  test.each([
    ['without a required field', { reference: { pick: 'E1' } }, 'domain is required'],
    ['with a required field emptied', { ...good, domain: { name: '' } }, 'domain is required'],
    ['with a text that is too long', { ...good, domain: { name: 'x'.repeat(21) } }, 'longer than 20'],
    ['with an option that was not offered', { ...good, reference: { pick: 'E3' } }, 'does not offer E3'],
    ['with a field that it does not have', { ...good, colour: { name: 'red' } }, 'no input name in block colour'],
  ])('a form is not sent %s', async (_what, values, message) => {
    const view_id = await openAndPick();
    await expect(bot.slack.submit({ user: ana, view_id, values })).rejects.toThrow(message);
    expect(bot.received).toEqual([]);
  });

  test('only the person who has the form on the screen sends it', async () => {
    const view_id = await openAndPick();
    await expect(bot.slack.submit({ user: bo, view_id, values: good })).rejects.toThrow('on the screen of');
  });

  test('errors stand at inputs, and the form stays open', async () => {
    const view_id = await openAndPick();
    bot.answer = { response_action: 'errors', errors: { domain: 'No certificate covers it' } };
    expect(await bot.slack.submit({ user: ana, view_id, values: good })).toMatchObject({
      ok: true,
      errors: { domain: 'No certificate covers it' },
    });
    expect(bot.slack.views.modals()).toHaveLength(1);
  });

  const trouble = 'We had some trouble connecting. Try again?';

  test.each([
    ['errors at a block that is no input', { response_action: 'errors', errors: { note: 'x' } }],
    ['errors at a block that is not there', { response_action: 'errors', errors: { nothing: 'x' } }],
    ['no errors', { response_action: 'errors', errors: {} }],
    ['a view that Slack refuses', { response_action: 'update', view: { ...form, title: undefined } }],
    ['an unknown action', { response_action: 'dance' }],
    ['an answer after the time', 600],
  ])('%s: the person is told that there was trouble, and the form stays', async (_what, answer) => {
    const view_id = await openAndPick();
    bot.answer = answer;
    expect(await bot.slack.submit({ user: ana, view_id, values: good })).toMatchObject({ trouble });
    expect(bot.slack.views.modals()).toHaveLength(1);
  });

  test('an update replaces the form, a clear closes the whole stack', async () => {
    const view_id = await openAndPick();
    bot.answer = { response_action: 'update', view: { ...form, blocks: [{ type: 'divider' }] } };
    await bot.slack.submit({ user: ana, view_id, values: good });
    expect(bot.slack.views.find(view_id)?.blocks).toMatchObject([{ type: 'divider' }]);
    bot.answer = { response_action: 'push', view: form };
    await bot.slack.submit({ user: ana, view_id });
    expect(bot.slack.views.modals()).toHaveLength(2);
    bot.answer = { response_action: 'clear' };
    await bot.slack.submit({ user: ana, view_id });
    expect(bot.slack.views.modals()).toEqual([]);
  });

  test('views.update finds the view by its ID, and refuses an old hash', async () => {
    const view_id = await openView(bot);
    const hash = bot.slack.views.find(view_id)?.hash;
    expect(await bot.call('views.update', { view_id, hash, view: form })).toMatchObject({ ok: true });
    expect(await bot.call('views.update', { view_id, hash, view: form })).toMatchObject({ error: 'hash_conflict' });
    await bot.slack.closeView({ user: ana, view_id });
    expect(await bot.call('views.update', { view_id, view: form })).toMatchObject({ error: 'not_found' });
  });

  test.each([
    ['without a submit button', { ...form, submit: undefined }, 'submit'],
    ['with 3,001 characters of metadata', { ...form, private_metadata: 'x'.repeat(3_001) }, 'private_metadata'],
  ])('a form is refused %s', async (_what, view, pointer) => {
    await expect(openView(bot, view)).rejects.toThrow(pointer);
  });

  test('a click in a form carries what its inputs hold', async () => {
    const view_id = await openAndPick();
    const state = { domain: { name: 'www.exa' } };
    const { sent } = await bot.slack.click({ user: ana, view_id, action_id: 'help', state });
    expect(sent).not.toHaveProperty('state');
    expect(asFields(asFields(sent.view).state).values).toMatchObject({
      domain: { name: { value: 'www.exa' } },
      reason: { text: { value: null } },
    });
  });

  test('an input tells the bot of itself only with dispatch_action', async () => {
    const press = { user: ana, action_id: 'name', value: 'www.example.com' };
    await expect(bot.slack.click({ ...press, view_id: await openView(bot) })).rejects.toThrow('dispatch_action');
    const blocks = form.blocks.map((block) => ({ ...block, ...(block.type === 'input' && { dispatch_action: true }) }));
    const { sent } = await bot.slack.click({ ...press, view_id: await openView(bot, { ...form, blocks }) });
    expect(sent.actions).toMatchObject([{ type: 'plain_text_input', block_id: 'domain', value: 'www.example.com' }]);
  });

  test('the bot hears of a closed form only with notify_on_close', async () => {
    expect(await bot.slack.closeView({ user: ana, view_id: await openView(bot) })).toBeUndefined();
    const view_id = await openView(bot, { ...form, notify_on_close: true });
    const outcome = await bot.slack.closeView({ user: ana, view_id });
    expect(outcome?.sent).toMatchObject({ type: 'view_closed', is_cleared: false, view: { id: view_id } });
    expect(outcome?.sent).not.toHaveProperty('trigger_id');
    const cleared = await openView(bot, { ...form, notify_on_close: true, clear_on_close: true });
    expect(await bot.slack.closeView({ user: ana, view_id: cleared })).toMatchObject({ sent: { is_cleared: true } });
    expect(bot.slack.views.modals()).toEqual([]);
  });

  test('without an Options Load URL Slack asks nothing over HTTP; Socket Mode needs none', async () => {
    const view_id = await openView(bot);
    bot.slack.settings.hasOptionsUrl = false;
    bot.answer = { options: [] };
    if (mode === 'http') await expect(pick(view_id)).rejects.toThrow('message_menu_options_url');
    else expect(await pick(view_id)).toMatchObject({ ok: true });
  });

  test('a select that is not there asks nothing', async () => {
    const nowhere = { user: ana, channel: cdn, ts: bot.slack.say({ user: ana, channel: cdn, text: 'x' }).ts };
    await expect(bot.slack.suggest({ ...nowhere, action_id: 'pick', value: 'x' })).rejects.toThrow('no select');
  });
});
