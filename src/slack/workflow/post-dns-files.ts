// Posts the DNS records of several clones as files, where the bot may write files. The thread has them as text in any case.

import { renderDnsFiles } from '../card/batch-dns.js';
import type { BatchLine } from '../card/batch-lines.js';
import { toCardFacts } from '../card/log-facts.js';
import type { Card } from '../card/repository.js';
import type { SlackContext } from '../context.js';

/**
 * `thread`: as it was read a moment ago. Slack takes no metadata with files, so the text above them tells whether they are
 * there. Two replicas at the same moment may post them twice.
 */
export async function postDnsFiles(
  { slack, auditLog }: Pick<SlackContext, 'slack' | 'auditLog'>,
  card: Card,
  lines: readonly BatchLine[],
): Promise<void> {
  const { channel, ts, thread } = card;
  if (lines.length === 0) return;
  const { mark, text, files } = renderDnsFiles(lines);
  if (thread.some((message) => message.text?.includes(mark))) return;
  const posted = await slack.postFiles({ channel, threadTs: ts, text, files });
  if (posted.ok || posted.error === 'missing_scope') return;
  auditLog.record({ event: 'report', outcome: 'slack_failed', ...toCardFacts(card), slackError: posted.error });
}
