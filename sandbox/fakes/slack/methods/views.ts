// Modals and the App Home.
import type { Arguments } from '../arguments.js';
import { type Fields, isFields } from '../json.js';
import { Refusal } from '../refusal.js';
import type { Method } from './method.js';

const open: Method = (args, desk) => ({
  view: desk.views.open(viewOf(args), desk.triggers.exchange(args.text('trigger_id')), desk.settings),
});

const push: Method = (args, desk) => ({
  view: desk.views.push(viewOf(args), desk.triggers.exchange(args.text('trigger_id')), desk.settings),
});

const update: Method = (args, desk) => ({
  view: desk.views.update(
    args.text('view_id') ?? args.text('external_id') ?? '',
    viewOf(args),
    args.text('hash'),
    desk.settings,
  ),
});

const publish: Method = (args, desk) => {
  const user = args.text('user_id') ?? '';
  if (!desk.world.people.has(user)) throw new Refusal('user_not_found');
  return { view: desk.views.publish(user, viewOf(args), args.text('hash'), desk.settings) };
};

function viewOf(args: Arguments): Fields {
  const view = args.structured('view');
  if (!isFields(view)) throw new Refusal('invalid_arguments');
  return view;
}

export const viewMethods: Record<string, Method> = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
