// The distribution index: what the account's distributions are called, read in the background and kept for minutes. It
// serves references by alias and advice. No decision rests on it.
import { readMainHost } from '../clone/distribution.js';
import { normalizeHostname } from '../clone/hostname.js';
import type { DistributionSummary } from '../clone/origin-facts.js';
import type { Distribution, DistributionIndex, Distributions, Pause } from '../clone/ports.js';

/** One page every quarter of a second leaves the rate of CloudFront's API to people: 3,000 distributions take 8 seconds. */
const pagePauseMs = 250;
/** An index that could not be read again for so long is not called complete any more. */
const maxAgeMs = 1_800_000;
/** Lists lag behind creates. A distribution that this process created stays in the index for so long in any case. */
const keepAddedMs = 600_000;
/** What does not fit is left out, and the index is never called complete. An entry takes about a kilobyte at the most. */
const defaultMaxNames = 200_000;

export interface BackgroundIndex extends DistributionIndex {
  /** Reads the account once more, slowly. Whether all of it was read; otherwise what is known stays. */
  refresh(): Promise<boolean>;
}

export interface IndexOptions {
  readonly listPage: Distributions['listPage'];
  readonly pause: Pause;
  readonly now: () => Date;
  readonly isStopping: () => boolean;
  readonly maxNames?: number;
}

export function createDistributionIndex(options: IndexOptions): BackgroundIndex {
  const { listPage, pause, now, isStopping, maxNames = defaultMaxNames } = options;
  const added = new Map<string, { readonly summary: DistributionSummary; readonly at: number }>();
  let entries = new Entries();
  let readAt: number | undefined;

  async function refresh(): Promise<boolean> {
    const startedAt = now().getTime();
    // The first read shows what it has so far. Later ones take the place of the one before as a whole.
    const found = readAt === undefined ? entries : new Entries();
    let marker: string | undefined;
    do {
      if (marker !== undefined) await pause(pagePauseMs);
      if (isStopping()) return false;
      const page = await listPage(marker);
      if (!page.ok) return false;
      for (const summary of page.value.summaries) {
        if (found.nameCount >= maxNames) return false;
        found.put(summary);
      }
      marker = page.value.nextMarker;
    } while (marker !== undefined);
    for (const [id, { summary, at }] of added) {
      if (startedAt - at > keepAddedMs) added.delete(id);
      else if (!found.get(id)) found.put(summary);
    }
    entries = found;
    readAt = startedAt;
    return true;
  }

  return {
    get state() {
      return readAt !== undefined && now().getTime() - readAt <= maxAgeMs ? 'complete' : 'incomplete';
    },
    refresh,
    find: (name) => entries.find(name),
    get: (id) => entries.get(id),
    search: (isWanted) => entries.all().filter(isWanted),
    add(created) {
      const summary = summarize(created);
      added.set(summary.id, { summary, at: now().getTime() });
      entries.put(summary);
    },
  };
}

/** Distributions by their ID and by each of their names. */
class Entries {
  readonly #byId = new Map<string, DistributionSummary>();
  readonly #idsByName = new Map<string, Set<string>>();
  nameCount = 0;

  put(summary: DistributionSummary): void {
    this.#remove(summary.id);
    this.#byId.set(summary.id, summary);
    for (const name of listNames(summary)) {
      const ids = this.#idsByName.get(name);
      if (ids) ids.add(summary.id);
      else this.#idsByName.set(name, new Set([summary.id]));
      this.nameCount++;
    }
  }

  #remove(id: string): void {
    const former = this.#byId.get(id);
    if (!former) return;
    for (const name of listNames(former)) {
      const ids = this.#idsByName.get(name);
      ids?.delete(id);
      if (ids?.size === 0) this.#idsByName.delete(name);
      this.nameCount--;
    }
  }

  get(id: string): DistributionSummary | undefined {
    return this.#byId.get(id);
  }

  /** The latest first: what was found earlier may be gone. */
  find(name: string): DistributionSummary[] {
    return [...(this.#idsByName.get(name) ?? [])].reverse().flatMap((id) => this.#byId.get(id) ?? []);
  }

  all(): DistributionSummary[] {
    return [...this.#byId.values()].reverse();
  }
}

function listNames({ domainName, aliases }: DistributionSummary): readonly string[] {
  return [domainName, ...aliases];
}

function summarize({ id, arn, domainName, status, config }: Distribution): DistributionSummary {
  return {
    id,
    arn,
    domainName,
    aliases: (config.Aliases?.Items ?? []).map(normalizeHostname),
    comment: config.Comment ?? '',
    status,
    origin: readMainHost(config),
  };
}
