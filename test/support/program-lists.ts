// Cards that list several clones, as people ask for them and as API clients do.
import { channel, type Program, people, until } from './program.js';
import { cloneRequest, rest } from './program-rest.js';

const option = (value: string) => ({
  type: 'external_select',
  selected_option: { text: { type: 'plain_text', text: value }, value },
});

function findCard({ slack }: Program, type: string) {
  return slack.store.messages(channel).find(({ metadata }) => metadata?.event_type === type);
}

/** Sends the form for several clones, and waits until its card can be approved. */
export async function askForBatch(program: Program, domains: readonly string[]) {
  // On a busy machine a form takes long, at the speed of the program's clock.
  program.slack.settings.triggerMs = 200_000;
  await program.slack.command({ user: people.ana, channel, text: 'many' });
  const view = await until('the form', () => program.slack.views.modals()[0]);
  await program.slack.submit({
    user: people.ana,
    view_id: view.id,
    values: {
      reference: { reference: option('EREFERENCE0001') },
      lines: { lines: domains.join('\n') },
      origin: { origin: 'new-origin.example.net' },
    },
  });
  const find = () => findCard(program, 'cf_clone_batch');
  await until('its buttons', () => JSON.stringify(find()?.blocks ?? []).includes('cf_clone_approve'), 40_000);
  return find;
}

/** Asks for several clones by REST, and waits for their card. */
export async function askForBulk(program: Program, domains: readonly string[]) {
  const items = domains.map((domain) => ({ ...cloneRequest, domain }));
  const { status } = await rest(program, 'POST', '/clone_distributions', { body: { items } });
  if (status !== 200) throw new Error(`the bulk was answered with ${status}`);
  const find = () => findCard(program, 'cf_clone_bulk');
  await until('the card', find, 40_000);
  return find;
}
