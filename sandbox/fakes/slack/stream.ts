// Changes as server-sent events.
import type { ServerResponse } from 'node:http';
import type { ServerContext } from './server-context.js';

const KEEP_ALIVE_MS = 15_000;

export function streamChanges(context: ServerContext, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  let number = 0;
  const unsubscribe = context.changes.subscribe((change) => {
    number += 1;
    response.write(`id: ${number}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
  });
  const breathing = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
  response.on('close', () => {
    clearInterval(breathing);
    unsubscribe();
  });
}
