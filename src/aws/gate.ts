// So many calls of one client at a time: AWS's limits are kept by waiting in line, not by luck.

/** What all SDK clients have in common here: a place in front of everything else that a call does. */
interface Stacked {
  readonly middlewareStack: {
    add(middleware: (next: Handler) => Handler, options: { step: 'initialize'; name: string; priority: 'high' }): void;
  };
}
// The SDK types each operation's input and output apart; in line they are all the same.
// biome-ignore lint/suspicious/noExplicitAny: the handler of every operation of every client goes through here
type Handler = (args: any) => Promise<any>;

/** Holds a call, its retries included, until fewer than `most` are under way. */
export function limitCalls<T extends Stacked>(client: T, most: number): T {
  let running = 0;
  const waiting: (() => void)[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else running++;
      try {
        return await next(args);
      } finally {
        const first = waiting.shift();
        // The place passes on as it is, so that nobody slips in between.
        if (first) first();
        else running--;
      }
    },
    { step: 'initialize', name: 'limitCalls', priority: 'high' },
  );
  return client;
}
