// A bot for the tests of the fake, without Bolt: it keeps what arrives and answers with the body it was given.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type FakeSlack, type SlackOptions, startSlack } from '../../../../sandbox/fakes/slack/server.js';
import { asFields, type Fields } from '../../../support/slack-wire.js';

export const cdn = 'C0CDN000001';
export const ana = 'U0ANA000001';
export const bo = 'U0BO0000001';
export const stranger = 'U0OTHER0001';

export interface Listener {
  readonly slack: FakeSlack;
  /** Payloads of interactions and events, in the order in which they came. */
  readonly received: Fields[];
  /** The body of the next acknowledgements; a number is the milliseconds that each is late. */
  answer: Fields | number;
  call(method: string, args?: Fields): Promise<Fields>;
  close(): Promise<void>;
}

/** In HTTP mode the bot listens; in Socket Mode it holds one connection. */
export async function startListener(mode: 'http' | 'socket', options: SlackOptions = {}): Promise<Listener> {
  const received: Fields[] = [];
  const listener = { answer: {} as Fields | number };
  const reply = async (payload: Fields): Promise<Fields> => {
    received.push(payload);
    const { answer } = listener;
    if (typeof answer !== 'number') return answer;
    await sleep(answer);
    return {};
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const isForm = request.headers['content-type']?.includes('urlencoded') === true;
      const payload = isForm ? (new URLSearchParams(body).get('payload') ?? '{}') : body;
      void reply(asFields(JSON.parse(payload))).then((answer) =>
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
      );
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const slack = await startSlack({ botUrl: `http://127.0.0.1:${port}/slack/events`, mode, ...options });
  const call = async (method: string, args: Fields = {}, token = 'xoxb-sandbox'): Promise<Fields> => {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(args),
    });
    return asFields(await response.json());
  };
  if (mode === 'socket') {
    const socket = new WebSocket(String((await call('apps.connections.open', {}, 'xapp-sandbox')).url));
    socket.on('message', (data) => {
      const envelope = asFields(JSON.parse(data.toString()));
      if (envelope.envelope_id === undefined) return;
      void reply(asFields(envelope.payload)).then((payload) =>
        socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload })),
      );
    });
    await once(socket, 'message');
  }
  return Object.assign(listener, {
    slack,
    received,
    call,
    close: async () => {
      await slack.close();
      server.closeAllConnections();
      server.close();
    },
  });
}

/** A form with what the bot's own form has: a select with external data, a required and an optional text. */
export const form = {
  type: 'modal',
  callback_id: 'form',
  title: { type: 'plain_text', text: 'Clone' },
  submit: { type: 'plain_text', text: 'Go' },
  blocks: [
    {
      type: 'input',
      block_id: 'reference',
      label: { type: 'plain_text', text: 'Reference' },
      element: { type: 'external_select', action_id: 'pick', min_query_length: 1 },
    },
    {
      type: 'input',
      block_id: 'domain',
      label: { type: 'plain_text', text: 'Domain' },
      element: { type: 'plain_text_input', action_id: 'name', max_length: 20 },
    },
    {
      type: 'input',
      block_id: 'reason',
      optional: true,
      label: { type: 'plain_text', text: 'Reason' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    {
      type: 'section',
      block_id: 'note',
      text: { type: 'plain_text', text: 'A note' },
      accessory: { type: 'button', action_id: 'help', text: { type: 'plain_text', text: 'Help' } },
    },
  ],
};

export const option = (value: string, text = value): Fields => ({ text: { type: 'plain_text', text }, value });

/** Opens a view for Ana with the trigger of a command. */
export async function openView(listener: Listener, view: Fields = form): Promise<string> {
  const { sent } = await listener.slack.command({ user: ana, channel: cdn });
  const opened = await listener.call('views.open', { trigger_id: sent.trigger_id, view });
  if (opened.ok !== true) throw new Error(`views.open: ${String(opened.error)} ${JSON.stringify(opened)}`);
  return String(asFields(opened.view).id);
}
