// The reply in the thread of a bulk that says which of its clones answer as they should.
import type { SiteCheck } from '../../clone/check-site.js';
import { describeFinding } from '../../messages/verification.js';
import { code, cut, escapeText, time } from '../mrkdwn.js';
import { createBudget, joinLines, maxMessage } from './budget.js';
import type { BulkItem } from './bulk-record.js';
import type { ListMessage } from './clone-list.js';

const maxSections = 3;

export function renderBulkVerification(
  checked: readonly { readonly item: BulkItem; readonly check: SiteCheck }[],
  checkedAt: Date,
): ListMessage {
  const failed = checked.filter(({ check }) => !check.verification.isPassed);
  const passed = checked.length - failed.length;
  const sign = failed.length === 0 ? ':white_check_mark:' : ':warning:';
  const head = `${sign} Verified ${time(checkedAt)}: ${passed} of ${checked.length} clones answer as they should, asked through their own addresses.`;
  const lines = failed.map(({ item, check }) => {
    const [first] = check.verification.findings;
    return `• ${code(item.domain)} (${code(item.distribution)}): ${first ? escapeText(describeFinding(first)) : ''}`;
  });
  const texts = [head, ...createBudget().takeLines(lines, maxSections * maxMessage.sectionChars)];
  return {
    text: cut(texts.join('\n'), maxMessage.textChars),
    blocks: joinLines(texts).map((text, index) => ({
      type: 'section',
      block_id: `bulk:verification:${index}`,
      text: { type: 'mrkdwn', text, verbatim: true },
    })),
  };
}
