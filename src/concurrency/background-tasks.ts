// Work that goes on after Slack has its acknowledgement. It is counted, so that a stop can wait for it, and its errors are
// caught, so that nobody is left without an answer.
import type { Log } from '../observability/log.js';

export interface BackgroundTasks {
  /** Starts work without waiting for it. `onFault` tells the person when the bot itself failed. */
  start(name: string, work: () => Promise<void>, onFault: () => Promise<void>): void;
  /** Resolves when nothing is under way, or after the time; the number still under way. */
  drain(milliseconds: number): Promise<number>;
}

export function createBackgroundTasks(log: Log): BackgroundTasks {
  const running = new Set<Promise<void>>();
  return {
    start(name, work, onFault) {
      const run = async (): Promise<void> => {
        try {
          await work();
        } catch (error) {
          log.error({ err: error, work: name }, 'work failed');
          await onFault().catch((fault: unknown) =>
            log.error({ err: fault, work: name }, 'the person could not be told'),
          );
        }
      };
      const running_ = run().finally(() => running.delete(running_));
      running.add(running_);
    },
    async drain(milliseconds) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, milliseconds);
      });
      // Work may start more work; wait until none is left.
      const all = async (): Promise<void> => {
        while (running.size > 0) await Promise.all(running);
      };
      await Promise.race([all(), late]);
      clearTimeout(timer);
      return running.size;
    },
  };
}
