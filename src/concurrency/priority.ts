// The priority of the work that runs now. Everything that is awaited inherits it (AsyncLocalStorage,
// https://nodejs.org/api/async_context.html). What the scheduler starts later is background work again.
import { AsyncLocalStorage } from 'node:async_hooks';

/** `person`: somebody waits for it. */
export type Priority = 'person' | 'background';

const storage = new AsyncLocalStorage<Priority>();

export function runForPerson<T>(work: () => Promise<T>): Promise<T> {
  return storage.run('person', work);
}

export function readPriority(): Priority {
  return storage.getStore() ?? 'background';
}
