// Limits the number of concurrent calls per AWS client, to stay below the service quotas.

import { createSemaphore } from '../../concurrency/semaphore.js';

/** What all SDK clients have in common here: a place in front of everything else that a call does. */
interface Stacked {
  readonly middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
}
// The SDK types each operation's input and output apart; in line they are all the same.
// biome-ignore lint/suspicious/noExplicitAny: the handler of every operation of every client goes through here
export type Handler = (args: any) => Promise<any>;

/** Holds a call, its retries included, until fewer than `most` are under way. */
export function limitCalls<T extends Stacked>(client: T, most: number): T {
  const semaphore = createSemaphore(most);
  client.middlewareStack.add((next) => (args) => semaphore(() => next(args)), {
    step: 'initialize',
    name: 'limitCalls',
    priority: 'high',
  });
  return client;
}
