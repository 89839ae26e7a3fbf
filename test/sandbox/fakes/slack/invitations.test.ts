// Slack's own /invite: the bot joins a channel, and who may not invite, or cannot be invited, is told.
import { WebClient } from '@slack/web-api';
import { type FakeSlack, startSlack } from '../../../../sandbox/fakes/slack/server.js';

const ana = 'U0ANA000001';
const general = 'C0GENERAL01';

describe('/invite', () => {
  let slack: FakeSlack;
  beforeAll(async () => {
    slack = await startSlack();
  });
  beforeEach(() => slack.reset());
  afterAll(() => slack.close());

  test('brings the bot into a channel, public or private, and says so there', async () => {
    const client = new WebClient(slack.settings.botToken, { slackApiUrl: slack.apiUrl });
    for (const channel of [general, 'G0PRIVATE01']) {
      const post = () => client.chat.postMessage({ channel, text: 'hello' });
      await expect(post()).rejects.toThrow(/not_in_channel|channel_not_found/);
      const joined = slack.invite({ user: ana, channel, text: '@cf-clone' });
      expect(joined).toMatchObject({ subtype: 'channel_join', user: 'U0CFBOT0001', inviter: ana });
      expect(joined).not.toHaveProperty('bot_id');
      await expect(post()).resolves.toMatchObject({ ok: true });
    }
  });

  test.each([
    ['somebody who is in it already', { channel: 'C0CDN000001' }, 'already'],
    ['an unknown name', { text: '@nobody' }, 'Nobody here'],
    ['a person of another workspace', { text: '@stranger' }, 'Nobody here'],
    ['nobody', { text: ' ' }, 'Whom?'],
    ['a direct message', { channel: 'D0HUMANS001' }, 'in channels only'],
    ['a channel that one is not in', { user: 'U0DEV000001', channel: 'G0PRIVATE01' }, 'You are not in #private'],
    ['a guest who asks', { user: 'U0GUEST0001', channel: 'C0CDN000001', text: '@nobody' }, 'Guests'],
  ])('refuses %s', (_case, asked, why) => {
    const before = slack.store.messages(general).length;
    expect(() => slack.invite({ user: ana, channel: general, text: '@cf-clone', ...asked })).toThrow(why);
    expect(slack.store.messages(general)).toHaveLength(before);
  });
});
