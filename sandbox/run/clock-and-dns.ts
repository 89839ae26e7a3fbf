// What is around the bot besides Slack and AWS: the time, which can be moved on, and public DNS. The fakes go by the
// same clock, so that nothing is refused as stale; the bots are told by their preload.

/** As the preload takes it, at the start and with every change. */
export interface ClockAndDnsState {
  /** Milliseconds that the sandbox is ahead of the machine. */
  readonly offset: number;
  /** CNAME records: a domain and where it leads. */
  readonly records: Readonly<Record<string, string>>;
}

export class ClockAndDns {
  readonly #listeners = new Set<(state: ClockAndDnsState) => void>();
  readonly #records = new Map<string, string>();
  #offset = 0;

  /** Milliseconds since 1970, in the sandbox. */
  readonly now = (): number => Date.now() + this.#offset;

  get state(): ClockAndDnsState {
    return { offset: this.#offset, records: Object.fromEntries(this.#records) };
  }

  /** Only forward: what was said at a time stays said. */
  advanceClock(milliseconds: number): void {
    this.#offset += milliseconds;
    this.#announce();
  }

  /** Makes the domain lead to the target; nowhere when there is none. */
  point(domain: string, target: string | undefined): void {
    if (target === undefined) this.#records.delete(domain);
    else this.#records.set(domain, target);
    this.#announce();
  }

  forgetRecords(): void {
    this.#records.clear();
    this.#announce();
  }

  onChange(listener: (state: ClockAndDnsState) => void): void {
    this.#listeners.add(listener);
  }

  #announce(): void {
    for (const listener of this.#listeners) listener(this.state);
  }
}
