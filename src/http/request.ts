// A request and its answer as the REST API sees them, whatever brought them: Node's HTTP server or API Gateway.

export interface ApiRequest {
  /** Names the request in its answer, the log and the clone's tag. */
  readonly id: string;
  readonly method: string;
  /** Decoded by nobody yet, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body as text; undefined where there is none. */
  readonly body: string | undefined;
  /** What an authorizer in front has verified of the token; undefined where the token has to be verified here. */
  readonly claims?: unknown;
  /** Whether there is still time to begin another item of a bulk. */
  readonly mayBegin: () => boolean;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole text, or its pieces as they come. */
  readonly body: string | AsyncIterable<string>;
}

export const jsonType = 'application/json; charset=utf-8';

export function answerJson(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return {
    status,
    headers: { 'content-type': jsonType, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
