// A call of the SDK costs milliseconds of work at three places: signing, reading the answer, and what is made of it.
// Each has a turn of the event loop of its own.
import { takeLoopTurn } from '../loop.js';
import type { Handler } from './middleware/concurrency-limit.js';

/** What all SDK clients have in common here: the way out and back, and their own reader of whole bodies. */
interface Spreadable {
  readonly config: { readonly streamCollector: (body: unknown) => Promise<Uint8Array> };
  readonly middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; priority: 'normal' }): void;
    add(middleware: Middleware, options: { step: 'deserialize'; name: string; priority: 'low' }): void;
  };
}
type Middleware = (next: Handler) => Handler;

/** To be added before timeCalls: waiting for a turn is the bot's own doing, not AWS's. */
export function spreadCalls<T extends Spreadable>(client: T): T {
  const { middlewareStack: stack, config } = client;
  stack.add(
    (next) => async (args) => {
      await takeLoopTurn();
      const answer = await next(args);
      await takeLoopTurn();
      return answer;
    },
    { step: 'initialize', name: 'spreadCalls', priority: 'normal' },
  );
  stack.add(
    (next) => async (args) => {
      const output = await next(args);
      const { response } = output;
      // Read here, the body is there at once for the SDK's reader: its turn is spent on the reading alone.
      response.body = await config.streamCollector(response.body);
      await takeLoopTurn();
      return output;
    },
    { step: 'deserialize', name: 'spreadAnswers', priority: 'low' },
  );
  return client;
}
