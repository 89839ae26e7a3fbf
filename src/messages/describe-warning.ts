// What people and API clients read about a warning: one sentence, and what to do about it.
import type { Finding } from '../clone/warnings/finding.js';
import type { SentenceWarning, WarningFacts } from '../clone/warnings/warning.js';
import { accessTexts } from './warnings/access.js';
import { certificateTexts } from './warnings/certificate.js';
import { errorPageTexts } from './warnings/error-pages.js';
import { originHostTexts } from './warnings/origin-host.js';
import { replacedOriginTexts } from './warnings/origins.js';
import { referenceTexts } from './warnings/reference.js';
import { routingTexts } from './warnings/routing.js';
import { sharedResourceTexts } from './warnings/shared-resources.js';
import type { WarningText, WarningTexts } from './warnings/text.js';

const texts: WarningTexts<WarningFacts> = {
  ...accessTexts,
  ...certificateTexts,
  ...errorPageTexts,
  ...originHostTexts,
  ...referenceTexts,
  ...replacedOriginTexts,
  ...routingTexts,
  ...sharedResourceTexts,
};

export function describeWarning(warning: Finding<WarningFacts> | SentenceWarning): WarningText {
  if ('sentence' in warning) return { sentence: warning.sentence, action: warning.action };
  return describeFinding(warning);
}

function describeFinding<Kind extends keyof WarningFacts>(finding: {
  readonly kind: Kind;
  readonly facts: WarningFacts[Kind];
}): WarningText {
  return texts[finding.kind](finding.facts);
}
