// Registers everything that the bot listens to, one folder per kind, in the layout of Bolt's template.
// https://github.com/slack-samples/bolt-ts-starter-template
import type { App } from '@slack/bolt';
import type { SlackContext } from '../context.js';
import * as actions from './actions/index.js';
import * as commands from './commands/index.js';
import * as events from './events/index.js';
import * as options from './options/index.js';
import * as shortcuts from './shortcuts/index.js';
import { registerDecisionViews } from './views/decision-views.js';
import * as views from './views/index.js';

export function registerListeners(app: App, context: SlackContext): void {
  commands.register(app, context);
  actions.register(app, context);
  events.register(app, context);
  options.register(app, context);
  shortcuts.register(app, context);
  views.register(app, context);
  registerDecisionViews(app, context);
}
