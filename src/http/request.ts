// A request to the REST API and its response, as Node's HTTP server and API Gateway both exchange them.
//
// These are plain values and not the web's Request and Response. A Request resolves `..` in a path, so that one route
// could be asked for and another one found. It throws for TRACE and for a GET with a body. And the first Response that
// a process makes loads Node's whole fetch, which a Lambda function would wait for at each cold start.

export interface ApiRequest {
  /** Identifies the request in its response, in the log, and in the clone's tag. */
  readonly id: string;
  readonly method: string;
  /** The path as it was sent: without the query, and not percent-decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The names are in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Undefined if there is no body. */
  readonly body: string | undefined;
  /** The claims that an authorizer in front has verified. Undefined if the API has to verify the token itself. */
  readonly claims?: unknown;
  /** Whether there is enough time to start another item of a bulk request. */
  readonly hasTimeLeft: () => boolean;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole text, or a stream of its parts. */
  readonly body: string | AsyncIterable<string>;
}

export function jsonResponse(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}
