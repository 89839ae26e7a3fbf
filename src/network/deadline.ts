// A time limit for several steps together.

export interface Deadline {
  readonly signal: AbortSignal;
  /** The answer, or undefined once the time is over. */
  wait<T>(answer: Promise<T>): Promise<T | undefined>;
  /** Aborts what is still under way, because nobody waits for it any more. */
  end(): void;
}

export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const deadline = createDeadline(controller);
  return {
    ...deadline,
    end: () => {
      clearTimeout(timer);
      deadline.end();
    },
  };
}

/** A limit that ends when the controller says so. */
export function createDeadline(controller: AbortController): Deadline {
  const { signal } = controller;
  const over = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return {
    signal,
    wait: (answer) => Promise.race([answer, over]),
    end: () => controller.abort(),
  };
}
