// What people and API clients read about a warning: one sentence, and what to do about it.
import type { WarningFacts, WarningKind } from '../clone/warnings/warning.js';
import { accessTexts } from './warnings/access.js';
import { aliasOverlapTexts } from './warnings/alias-overlap.js';
import { certificateTexts } from './warnings/certificate.js';
import { errorPageTexts } from './warnings/error-pages.js';
import { originHostTexts } from './warnings/origin-host.js';
import { replacedOriginTexts } from './warnings/origins.js';
import { outsideSettingTexts } from './warnings/outside-settings.js';
import { referenceTexts } from './warnings/reference.js';
import { routingTexts } from './warnings/routing.js';
import { sharedResourceTexts } from './warnings/shared-resources.js';
import type { WarningText, WarningTexts } from './warnings/text.js';

const texts: WarningTexts<WarningFacts> = {
  ...accessTexts,
  ...aliasOverlapTexts,
  ...certificateTexts,
  ...errorPageTexts,
  ...originHostTexts,
  ...outsideSettingTexts,
  ...referenceTexts,
  ...replacedOriginTexts,
  ...routingTexts,
  ...sharedResourceTexts,
};

/** Generic, so that the compiler pairs each kind with its own facts. */
export function describeWarning<Kind extends WarningKind>(warning: {
  readonly kind: Kind;
  readonly facts: WarningFacts[Kind];
}): WarningText {
  return texts[warning.kind](warning.facts);
}
