// What the origins behind the fake edge are like. A host that nobody spoke of is in order: it shows a certificate for its own
// name and answers to every Host. A bucket or function lets in only distributions that its policy names.

export interface OriginState {
  /** Names of the certificate that it shows; its own name unless given. */
  readonly certificateNames?: readonly string[];
  /** The only name that it answers to; requests for another one are redirected there. */
  readonly canonicalHost?: string;
  /** A status that it always answers with. */
  readonly status?: number;
}

export class Origins {
  readonly #states = new Map<string, OriginState>();
  readonly #grants = new Map<string, Set<string>>();
  /** What every custom origin is like for now; a state of its own takes the place of this. */
  everywhere: OriginState = {};

  stateOf(host: string): OriginState {
    return this.#states.get(host) ?? this.everywhere;
  }

  change(host: string, state: OriginState): void {
    this.#states.set(host, state);
  }

  /** Adds the distribution to the policy of the origin. */
  letIn(host: string, distributionArn: string): void {
    const names = this.#grants.get(host) ?? new Set();
    this.#grants.set(host, names.add(distributionArn));
  }

  isLetIn(host: string, distributionArn: string): boolean {
    return this.#grants.get(host)?.has(distributionArn) ?? false;
  }

  reset(): void {
    this.#states.clear();
    this.#grants.clear();
    this.everywhere = {};
  }
}
