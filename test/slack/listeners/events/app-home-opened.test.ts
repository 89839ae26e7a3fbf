// The Home tab: what waits for this person comes first, with a button that leads to each card.
import type { CloneEntry } from '../../../../src/clone/search.js';
import type { Block } from '../../../../src/slack/client/web-api.js';
import { type HomeContext, publishHome } from '../../../../src/slack/listeners/events/app-home-opened.js';

function entry(domain: string, requestedBy: string, state = 'pending'): CloneEntry {
  return {
    state,
    domain,
    origin: 'o.example.net',
    reference: 'EREF',
    distribution: '',
    certificate: '',
    requestedBy: { id: requestedBy, name: '' },
    decidedBy: undefined,
    askedAt: new Date(),
    link: `https://example.slack.com/archives/C1/p17000000000${domain.length}00`,
  };
}

async function show(policy: Partial<HomeContext['policy']>, groups: readonly string[]): Promise<readonly Block[]> {
  let shown: readonly Block[] = [];
  const context = {
    access: { identify: async (userId: string) => ({ ok: true, value: { userId, username: 'ana', groups } }) },
    slack: {
      listChannels: async () => ({ ok: true, value: ['C1'] }),
      publishHome: async (_user: string, blocks: readonly Block[]) => {
        shown = blocks;
        return { ok: true, value: undefined };
      },
    },
    cardCache: {
      read: async () => ({ ok: true, value: [entry('a.example.com', 'U0ANA'), entry('bo.example.com', 'U0BO')] }),
    },
    policy: {
      allowedGroups: ['ops'],
      approverGroups: ['ops'],
      requireSecondPerson: false,
      allowedChannels: [],
      ...policy,
    },
    log: { warn: () => undefined },
  } as unknown as HomeContext;
  await publishHome(context, 'U0ANA');
  return shown;
}

const textOf = (blocks: readonly Block[]) => JSON.stringify(blocks);

test('every card that this person may approve comes first, with Open', async () => {
  const blocks = await show({}, ['ops']);
  const headers = blocks.flatMap((block) => (block.type === 'header' ? [block.text.text] : []));
  expect(headers).toEqual(['Waiting for your approval', 'Latest clones', 'What you may do', 'How to use it']);
  expect(textOf(blocks).match(/"url":"https:\/\/example\.slack\.com\/archives/g)).toHaveLength(2);
});

test('own requests wait for others where two people are required', async () => {
  const text = textOf(await show({ requireSecondPerson: true }, ['ops']));
  expect(text.indexOf('bo.example.com')).toBeLessThan(text.indexOf('Waiting for the approval of others'));
  expect(text.indexOf('`a.example.com')).toBeGreaterThan(text.indexOf('Waiting for the approval of others'));
});

test('nothing waits for somebody who may not approve', async () => {
  const text = textOf(await show({ approverGroups: ['approvers'] }, ['ops']));
  expect(text).toContain('Nothing is waiting for you.');
  expect(text).toContain('Waiting for the approval of others');
});
