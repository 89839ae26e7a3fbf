// Server-sent events for the page: each part of what is shown goes out whole, whenever it differs from the last time.
import type { ServerResponse } from 'node:http';
import type { PartName, SandboxState } from './views.js';

const gatherMs = 25;
/** Distributions get deployed and faults get spent without anybody announcing it. */
const lookMs = 400;
const keepAliveMs = 15_000;

type Show = { readonly [Part in PartName]: () => SandboxState[Part] };

export class Feed {
  readonly #show: Show;
  readonly #listeners = new Set<ServerResponse>();
  readonly #last = new Map<string, string>();
  readonly #timers: readonly NodeJS.Timeout[];
  #gathering: NodeJS.Timeout | undefined;

  constructor(show: Show) {
    this.#show = show;
    this.#timers = [
      setInterval(() => this.#look(), lookMs),
      setInterval(() => this.#write(': still here\n\n'), keepAliveMs),
    ];
  }

  read(): SandboxState {
    return { slack: this.#show.slack(), aws: this.#show.aws(), trouble: this.#show.trouble() };
  }

  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 500\n\n');
    for (const [name, data] of this.#draw()) response.write(frame(name, data));
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  /** Something may have changed; several hints in a row are one look. */
  hint(): void {
    if (this.#gathering) return;
    this.#gathering = setTimeout(() => {
      this.#gathering = undefined;
      this.#look();
    }, gatherMs);
  }

  close(): void {
    clearTimeout(this.#gathering);
    for (const timer of this.#timers) clearInterval(timer);
    for (const response of this.#listeners) response.end();
  }

  #look(): void {
    if (this.#listeners.size === 0) return;
    for (const [name, data] of this.#draw()) {
      if (this.#last.get(name) === data) continue;
      this.#last.set(name, data);
      this.#write(frame(name, data));
    }
  }

  #draw(): [string, string][] {
    return Object.entries(this.read()).map(([name, part]) => [name, JSON.stringify(part)]);
  }

  #write(text: string): void {
    for (const response of this.#listeners) response.write(text);
  }
}

function frame(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
