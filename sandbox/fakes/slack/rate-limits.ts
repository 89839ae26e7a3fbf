// How many calls Slack takes: a tier per method, and about one post per second and channel.
// Tiers: https://docs.slack.dev/apis/web-api/rate-limits; the tier of a method stands on the page of that method.

/** "20+", "50+", "100+ per minute", per app and workspace. The fake allows exactly that, and not the "+". */
const maxCallsPerMinute = { 2: 20, 3: 50, 4: 100 } as const;

type Tier = keyof typeof maxCallsPerMinute;

/** chat.postMessage is not here: it has a limit of its own. Neither are auth.test and api.test, whose limit is "special". */
const tierByMethod: Readonly<Record<string, Tier>> = {
  'apps.connections.open': 3,
  // "Special" on its page; the stricter reading is the tier of the methods around it.
  'blocks.validate': 3,
  'chat.delete': 3,
  // "Special" on its page; the stricter reading is the tier of the methods around it.
  'chat.getPermalink': 3,
  'chat.postEphemeral': 4,
  'chat.update': 3,
  'conversations.history': 3,
  'conversations.info': 3,
  'conversations.join': 3,
  'conversations.list': 2,
  'conversations.members': 4,
  'conversations.open': 3,
  'conversations.replies': 3,
  'files.completeUploadExternal': 4,
  'files.getUploadURLExternal': 4,
  'reactions.add': 3,
  'usergroups.list': 2,
  'usergroups.users.list': 2,
  'users.conversations': 3,
  'users.info': 4,
  'users.list': 2,
  'users.lookupByEmail': 3,
  'views.open': 4,
  'views.publish': 4,
  'views.push': 4,
  'views.update': 4,
};

const minuteMs = 60_000;
/** "1 per second per channel. Short bursts >1 allowed." Slack names no number for the burst, so this one is small. */
const postIntervalMs = 1_000;
const maxPostBurst = 6;

interface PostBucket {
  tokens: number;
  filledAtMs: number;
}

/** Counts calls in the last minute. What is refused does not count, so that a caller who waits as told is served. */
export class RateLimits {
  private readonly callTimes = new Map<string, number[]>();
  private readonly buckets = new Map<string, PostBucket>();

  /** Counts a call. Returns the seconds to wait where the call is one too many, and undefined where it may go on. */
  take(method: string, channel: string | undefined, nowMs: number): number | undefined {
    if (method === 'chat.postMessage') return this.takePost(channel ?? '', nowMs);
    const tier = tierByMethod[method];
    if (tier === undefined) return undefined;
    const recent = (this.callTimes.get(method) ?? []).filter((time) => time > nowMs - minuteMs);
    this.callTimes.set(method, recent);
    const [oldest] = recent;
    if (recent.length >= maxCallsPerMinute[tier] && oldest !== undefined) return toSeconds(oldest + minuteMs - nowMs);
    recent.push(nowMs);
    return undefined;
  }

  reset(): void {
    this.callTimes.clear();
    this.buckets.clear();
  }

  /** A token bucket per channel: a burst, then one post per second. */
  private takePost(channel: string, nowMs: number): number | undefined {
    const bucket = this.buckets.get(channel) ?? { tokens: maxPostBurst, filledAtMs: nowMs };
    bucket.tokens = Math.min(maxPostBurst, bucket.tokens + (nowMs - bucket.filledAtMs) / postIntervalMs);
    bucket.filledAtMs = nowMs;
    this.buckets.set(channel, bucket);
    if (bucket.tokens < 1) return toSeconds((1 - bucket.tokens) * postIntervalMs);
    bucket.tokens -= 1;
    return undefined;
  }
}

/** Retry-After carries whole seconds. */
function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
