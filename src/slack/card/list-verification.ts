// The reply in the thread of a card that lists several clones: which of them answer as they should.
import { createHash } from 'node:crypto';
import type { SiteCheck } from '../../clone/check-site.js';
import { describeFinding } from '../../messages/verification.js';
import { code, cut, escapeText, time } from '../mrkdwn.js';
import { createBudget, joinLines, maxMessage } from './budget.js';
import type { ListedClone, ListMessage } from './clone-list.js';

const maxSections = 3;

export interface CheckedClone {
  readonly clone: ListedClone;
  readonly check: SiteCheck;
}

/** Names what the reply says, without what is another at each look. */
export function hashListVerification(checked: readonly CheckedClone[]): string {
  const said = checked.map(({ clone, check }) => [clone.distribution, check.verification]);
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

export function renderListVerification(checked: readonly CheckedClone[], checkedAt: Date): ListMessage {
  const failed = checked.filter(({ check }) => !check.verification.isPassed);
  const passed = checked.length - failed.length;
  const sign = failed.length === 0 ? ':white_check_mark:' : ':warning:';
  const head = `${sign} Verified ${time(checkedAt)}: ${passed} of ${checked.length} clones answer as they should, asked through their own addresses.`;
  const lines = failed.map(({ clone, check }) => {
    const [first] = check.verification.findings;
    return `• ${code(clone.domain)} (${code(clone.distribution ?? '')}): ${first ? escapeText(describeFinding(first)) : ''}`;
  });
  const texts = [head, ...createBudget().takeLines(lines, maxSections * maxMessage.sectionChars)];
  return {
    text: cut(texts.join('\n'), maxMessage.textChars),
    blocks: joinLines(texts).map((text, index) => ({
      type: 'section',
      block_id: `list:verification:${index}`,
      text: { type: 'mrkdwn', text, verbatim: true },
    })),
  };
}
