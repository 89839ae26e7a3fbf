import { createExponentialDelays, retry } from '../../src/concurrency/retry.js';

interface Result {
  readonly ok: boolean;
  readonly retryAfterMs?: number;
}

const failed: Result = { ok: false };
const done: Result = { ok: true };

/** Works through the results, one per attempt, and notes the pauses. */
async function run(results: readonly Result[], delaysMs: Iterable<number> = [10, 20, 30]) {
  const events: (string | number)[] = [];
  const result = await retry(
    async (attempt) => {
      events.push(`attempt ${attempt}`);
      return results[attempt - 1] ?? failed;
    },
    {
      delaysMs,
      isRetryable: ({ ok }) => !ok,
      readRetryAfterMs: ({ retryAfterMs }) => retryAfterMs,
      pause: async (milliseconds) => void events.push(milliseconds),
    },
  );
  return { result, events };
}

it('does nothing more after a result that needs no retry', async () => {
  expect(await run([done])).toEqual({ result: done, events: ['attempt 1'] });
});

it('pauses before each further attempt', async () => {
  const { result, events } = await run([failed, failed, done]);
  expect(result).toBe(done);
  expect(events).toEqual(['attempt 1', 10, 'attempt 2', 20, 'attempt 3']);
});

it('returns the last result when the delays run out', async () => {
  const { result, events } = await run([failed, failed, failed, failed, done]);
  expect(result).toBe(failed);
  expect(events.at(-1)).toBe('attempt 4');
});

it('waits as long as the other side asks', async () => {
  const { events } = await run([{ ok: false, retryAfterMs: 7_000 }, failed, done]);
  expect(events).toEqual(['attempt 1', 7_000, 'attempt 2', 20, 'attempt 3']);
});

it('lets two retries share one list of delays', async () => {
  const delaysMs = [10, 20, 30].values();
  await run([failed, done], delaysMs);
  const { events } = await run([], delaysMs);
  expect(events).toEqual(['attempt 1', 20, 'attempt 2', 30, 'attempt 3']);
});

it('does not catch exceptions', async () => {
  const fail = async (): Promise<Result> => Promise.reject(new Error('a fault'));
  const pause = jest.fn(async () => undefined);
  await expect(retry(fail, { delaysMs: [10], isRetryable: () => true, pause })).rejects.toThrow('a fault');
  expect(pause).not.toHaveBeenCalled();
});

it('doubles delays up to a limit', () => {
  const delays = createExponentialDelays(1_000, 5_000);
  expect(Array.from({ length: 5 }, () => delays.next().value)).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
});
