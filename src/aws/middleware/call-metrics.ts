// Measures every call to AWS, with its retries. It does not look at the request or the answer.
import { type AwsFailure, classifyAwsError } from '../errors.js';

export const awsServices = ['cloudfront', 'acm', 'cognito', 'tagging', 'logs', 'shield', 'pricingplanmanager'] as const;
export type AwsService = (typeof awsServices)[number];
export type AwsResult = 'ok' | AwsFailure;

/** Starts timing one call; what it returns ends it. */
export type TimeAwsCall = (service: AwsService, operation: string) => (result: AwsResult) => void;

/** What all SDK clients have in common here: a place in front of the retries. */
interface Stacked {
  readonly middlewareStack: {
    add(
      middleware: <A, R>(
        next: (args: A) => Promise<R>,
        context: { readonly commandName?: string },
      ) => (args: A) => Promise<R>,
      options: { step: 'initialize'; name: string; priority: 'normal' },
    ): void;
    remove(name: string): boolean;
  };
}

/** Behind limitCalls, whose priority is high: waiting in line is the bot's own doing, not AWS's. */
export function timeCalls<T extends Stacked>(client: T, service: AwsService, time: TimeAwsCall): T {
  // The SDK's own log copies every input and answer, member by member, for a logger that is not there.
  client.middlewareStack.remove('loggerMiddleware');
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        // The commands are the ones in this folder, so their names are a closed list.
        const end = time(service, commandName?.replace(/Command$/, '') ?? 'unknown');
        try {
          const answer = await next(args);
          end('ok');
          return answer;
        } catch (error) {
          end(classifyAwsError(error));
          throw error;
        }
      },
    { step: 'initialize', name: 'timeCalls', priority: 'normal' },
  );
  return client;
}
