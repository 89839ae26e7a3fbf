// Whose clicks count, and whose people the bot takes for its own.
import { refuse } from '../../../src/clone/outcome.js';
import type { Directory } from '../../../src/clone/ports.js';
import type { BotIdentity, SlackApi } from '../../../src/slack/client/web-api.js';
import { createIdentify } from '../../../src/slack/identity.js';
import { type Click, isFromAnotherWorkspace } from '../../../src/slack/workflow/click.js';
import { planOf, recordFor } from '../../support/plans.js';
import { member } from '../../support/slack-wire.js';

const bot: BotIdentity = { teamId: 'T0CDN', enterpriseId: undefined, botId: 'B', userId: 'U', url: 'https://x/' };
const organised = { ...bot, enterpriseId: 'E0ORG' };
const record = recordFor(planOf());
const click: Click = {
  channel: 'C',
  ts: '1.2',
  userId: 'U0BO',
  userTeam: 'T0CDN',
  value: record.digest,
  triggerId: 'trigger',
};

describe('a click from', () => {
  test.each([
    ['our own workspace', 'T0CDN', bot, false],
    ['a workspace that Slack does not say', undefined, bot, false],
    ['another workspace', 'T0OTHER', bot, true],
    ['an organisation, where we are in none', 'E0ORG', bot, true],
    ['our organisation', 'E0ORG', organised, false],
    // users.info says whose they are.
    ['another workspace, where we are in an organisation', 'T0OTHER', organised, false],
  ])('%s', (_name, userTeam, identity, foreign) => {
    expect(isFromAnotherWorkspace({ ...click, userTeam }, identity)).toBe(foreign);
  });
});

describe('in an organisation', () => {
  const directory: Directory = { listGroups: async () => ({ ok: true, value: { username: 'ana', groups: ['ops'] } }) };
  const identify = (person: Record<string, unknown>, identity: BotIdentity) => {
    const slack: Pick<SlackApi, 'readPerson'> = { readPerson: async () => ({ ok: true, value: person }) };
    return createIdentify(slack as SlackApi, directory, identity)('U0ANA', ['ops']);
  };

  test.each([
    [
      'a colleague of another workspace of it',
      { team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0ORG' } },
      organised,
      true,
    ],
    [
      'somebody of another organisation',
      { team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0EVIL' } },
      organised,
      false,
    ],
    [
      'the same colleague, where we are in none',
      { team_id: 'T0SISTER', enterprise_user: { enterprise_id: 'E0ORG' } },
      bot,
      false,
    ],
    ['somebody without an organisation, where we are in none', { team_id: 'T0SISTER' }, bot, false],
  ])('%s: %s', async (_name, changes, identity, isOurs) => {
    const answer = await identify(member('U0ANA', 'ana', changes), identity);
    expect(answer.ok).toBe(isOurs);
    if (!answer.ok) expect(answer.outcome).toBe('not_our_workspace');
  });

  test('a group that only begins like an allowed one does not do', async () => {
    const slack: Pick<SlackApi, 'readPerson'> = {
      readPerson: async () => ({ ok: true, value: member('U0ANA', 'ana') }),
    };
    const answer = await createIdentify(slack as SlackApi, directory, bot)('U0ANA', ['op', 'ops-admins', 'OPS']);
    expect(answer).toMatchObject({ ok: false, outcome: 'not_allowed' });
  });

  test('a refusal of the directory is passed on as it is', async () => {
    const slack: Pick<SlackApi, 'readPerson'> = {
      readPerson: async () => ({ ok: true, value: member('U0ANA', 'ana') }),
    };
    const none: Directory = { listGroups: async () => refuse('ambiguous_cognito_user') };
    expect(await createIdentify(slack as SlackApi, none, bot)('U0ANA', ['ops'])).toEqual(
      refuse('ambiguous_cognito_user'),
    );
  });
});
