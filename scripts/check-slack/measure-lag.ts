// Measures how long reads lag behind writes: from Slack's answer to a write until a read begins that shows it.
import { settleMs } from '../../src/slack/workflow/read-settled.js';
import type { CheckContext } from './context.js';

/** Milliseconds before each read of a round. After the last one the write counts as never seen. */
const readDelaysMs = [0, 100, 200, 400, 800, 1_600, 3_200, 6_400];
/** Slack takes about 50 reads a minute of each method. The queue would delay a read, and so lengthen the lag. */
const msPerRead = 1_700;
/** Two replicas may each miss what the other wrote for as long as a read lags. */
export const maxLagMs = settleMs / 2;

interface Lag {
  readonly name: string;
  /** Undefined where a write was never seen. */
  readonly millisecondsOfRounds: readonly (number | undefined)[];
}

export async function measureLags(context: CheckContext, rounds: number): Promise<void> {
  const { messages } = context;
  const text = (round: number) => `cf-clone check, round ${round}`;
  const posts: (number | undefined)[] = [];
  const updates: (number | undefined)[] = [];
  const histories: (number | undefined)[] = [];
  for (let round = 1; round <= rounds; round++) {
    const posted = await messages.post({ text: text(round) });
    if (!posted.ok) continue;
    const { ts } = posted.value;
    const shows = async (read: typeof messages.readHistory, wanted: string): Promise<boolean> => {
      const found = await read();
      return found.ok && found.value.some((message) => message.ts === ts && message.text === wanted);
    };
    posts.push(await measure(context, () => shows(() => messages.readThread(ts), text(round))));
    const edited = `${text(round)}, edited`;
    if ((await messages.update(ts, { text: edited })).ok) {
      updates.push(await measure(context, () => shows(() => messages.readThread(ts), edited)));
    }
    const again = `${edited} again`;
    if ((await messages.update(ts, { text: again })).ok) {
      histories.push(await measure(context, () => shows(messages.readHistory, again)));
    }
    await messages.remove(ts);
  }
  report(context, { name: 'chat.postMessage → conversations.replies', millisecondsOfRounds: posts });
  report(context, { name: 'chat.update → conversations.replies', millisecondsOfRounds: updates });
  report(context, { name: 'chat.update → conversations.history', millisecondsOfRounds: histories });
}

async function measure(
  { now, pause }: Pick<CheckContext, 'now' | 'pause'>,
  isShown: () => Promise<boolean>,
): Promise<number | undefined> {
  const writtenAt = now().getTime();
  for (const [index, delayMs] of readDelaysMs.entries()) {
    if (delayMs > 0) await pause(delayMs);
    const readAt = now().getTime();
    if (!(await isShown())) continue;
    await pause((index + 1) * msPerRead);
    return readAt - writtenAt;
  }
  await pause(readDelaysMs.length * msPerRead);
  return undefined;
}

function report({ report }: CheckContext, { name, millisecondsOfRounds }: Lag): void {
  const seen = millisecondsOfRounds.flatMap((milliseconds) => milliseconds ?? []).sort((a, b) => a - b);
  const missed = millisecondsOfRounds.length - seen.length;
  const median = seen[Math.floor((seen.length - 1) / 2)] ?? 0;
  const max = seen.at(-1) ?? 0;
  const isShort = millisecondsOfRounds.length > 0 && missed === 0 && max <= maxLagMs;
  const figures = [
    `median ${median} ms, at most ${max} ms in ${seen.length} rounds`,
    ...(missed > 0 ? [`${missed} writes were not seen within 13 s`] : []),
    ...(isShort ? [] : [`the bot counts on ${maxLagMs} ms`]),
  ];
  report.add({ part: 'lag', name, verdict: isShort ? 'ok' : 'refused', detail: figures.join(' · ') });
}
