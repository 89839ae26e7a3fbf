// Writes docs/messages.md: npm run messages. With --check it only says whether the page is current.
import { drawMessages } from './messages/draw-messages.js';
import { writeOrCheck } from './release/written-page.js';

process.exitCode = writeOrCheck('docs/messages.md', drawMessages(), 'npm run messages') ? 0 : 1;
