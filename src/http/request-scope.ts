// Knows for which request the current code runs. So an uncaught error ends that request and not the process. Bolt and the
// socket client drop some promises, so their rejections cannot be caught where they occur.
import { AsyncLocalStorage } from 'node:async_hooks';

type Fail = (error: unknown) => void;

interface RequestScope {
  /** Responds and logs. It is replaced after the request, because timers and connections may live longer. */
  fail: Fail;
}

const storage = new AsyncLocalStorage<RequestScope>();

/** Runs the work of one request. What it throws or rejects goes to `fail`, also what it does not wait for. */
export function runInRequest(fail: Fail, work: () => unknown): RequestScope {
  const scope: RequestScope = { fail };
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      scope.fail(error);
    }
  };
  void storage.run(scope, run);
  return scope;
}

/** For the process's last resort: true if the code that failed worked for a request, which then was ended. */
export function failRequest(error: unknown): boolean {
  const scope = storage.getStore();
  scope?.fail(error);
  return scope !== undefined;
}
