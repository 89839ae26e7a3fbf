// The Home tab and a page of the history, drawn by the product's own code for a channel with some clones.
import type { CloneEntry } from '../../src/clone/search.js';
import { createLog } from '../../src/observability/log.js';
import { cardStates } from '../../src/slack/card/record.js';
import { type Block, createSlackApi } from '../../src/slack/client/web-api.js';
import { publishHome } from '../../src/slack/listeners/events/app-home-opened.js';
import { parseHistory } from '../../src/slack/workflow/parse-history.js';
import { renderPage } from '../../src/slack/workflow/search-history.js';
import type { RunFacts } from './card-walks.js';
import type { MessageDrawing, ViewDrawing } from './drawings.js';

const channel = 'C00000000';
const clones = 25;

function listEntries({ now, botUser }: RunFacts): CloneEntry[] {
  return Array.from({ length: clones }, (_, index) => ({
    state: index % 2 === 0 ? 'pending' : 'deployed',
    domain: `${'x'.repeat(60)}-${index}.check.example.com`,
    origin: 'new-origin.example.net',
    reference: 'E0REFERENCE000',
    distribution: index % 2 === 0 ? '' : `E0CLONE${String(index).padStart(7, '0')}`,
    certificate: '',
    requestedBy: { id: botUser, name: '' },
    decidedBy: undefined,
    askedAt: now,
    link: `https://example.slack.com/archives/${channel}/p1700000000000000`,
  }));
}

export function drawHistory(facts: RunFacts): MessageDrawing {
  const parsed = parseHistory('', cardStates, facts.now);
  if (!parsed.ok) throw new Error(parsed.outcome);
  return { name: 'history', ...renderPage(listEntries(facts), { text: '', offset: 10 }, parsed.value) };
}

const groups = ['cdn-operators', 'cdn-approvers'];

/** Shows the Home tab to nobody, and keeps what would have been shown. */
export async function drawHome(facts: RunFacts): Promise<ViewDrawing> {
  let shown: readonly Block[] = [];
  const nowhere = { botToken: '', apiUrl: undefined, pause: async () => undefined, now: () => facts.now };
  await publishHome(
    {
      access: {
        identify: async (userId) => ({ ok: true, value: { userId, username: '', groups } }),
        checkChannel: async () => ({ ok: true }),
      },
      cardCache: { read: async () => ({ ok: true, value: listEntries(facts) }) },
      log: createLog('silent', { write: () => undefined }),
      policy: {
        allowedGroups: groups,
        approverGroups: groups,
        requireSecondPerson: true,
        approvalTtlMs: 28_800_000,
        approverMentions: [],
        remindAfterMs: undefined,
        allowedChannels: [],
        announceChannel: undefined,
      },
      slack: {
        ...createSlackApi(nowhere),
        listChannels: async () => ({ ok: true, value: [channel] }),
        publishHome: async (_userId, blocks) => {
          shown = blocks;
          return { ok: true, value: undefined };
        },
      },
    },
    facts.botUser,
  );
  return { name: 'Home tab', view: { type: 'home', blocks: [...shown] } };
}
