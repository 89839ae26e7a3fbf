// The reference itself.

import { maxTags } from '../../clone/tags.js';
import { quote } from '../../clone/visible-text.js';
import type { ReferenceFacts } from '../../clone/warnings/reference.js';
import { text, type WarningTexts } from './text.js';

export const referenceTexts: WarningTexts<ReferenceFacts> = {
  reference_in_progress: () => text('A change of the reference is still being deployed; the clone has it already.'),
  tags_left_out: ({ keys }) =>
    text(`The tags ${keys.map(quote).join(', ')} are left out: a distribution takes at most ${maxTags} tags.`),
};
