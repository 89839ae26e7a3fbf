// What the workflows of the undo work with.
import type { SlackContext } from '../context.js';

export type UndoContext = Pick<
  SlackContext,
  'undo' | 'slack' | 'bot' | 'cards' | 'policy' | 'access' | 'aws' | 'concurrency' | 'clock' | 'auditLog' | 'log'
>;
