// Modals and the App Home.
import type { Arguments } from '../arguments.js';
import { type Fields, isFields } from '../json.js';
import { SlackError } from '../slack-error.js';
import type { Method } from './method.js';

const open: Method = (args, context) => ({
  view: context.views.open(viewOf(args), context.triggers.exchange(args.text('trigger_id')), context.settings),
});

const push: Method = (args, context) => ({
  view: context.views.push(viewOf(args), context.triggers.exchange(args.text('trigger_id')), context.settings),
});

const update: Method = (args, context) => ({
  view: context.views.update(
    args.text('view_id') ?? args.text('external_id') ?? '',
    viewOf(args),
    args.text('hash'),
    context.settings,
  ),
});

const publish: Method = (args, context) => {
  const user = args.text('user_id') ?? '';
  if (!context.workspace.people.has(user)) throw new SlackError('user_not_found');
  return { view: context.views.publish(user, viewOf(args), args.text('hash'), context.settings) };
};

function viewOf(args: Arguments): Fields {
  const view = args.structured('view');
  if (!isFields(view)) throw new SlackError('invalid_arguments');
  return view;
}

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
