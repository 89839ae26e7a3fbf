// Finds the route for a method and a path. The REST API and the other paths of the process use the same rules.

export interface RoutePattern {
  readonly method: string;
  /** `{id}` at the end stands for one segment. */
  readonly path: string;
}

export type RouteMatch<T> =
  | { readonly kind: 'found'; readonly route: T; readonly path: string; readonly id: string }
  /** The path exists, but not with this method. */
  | { readonly kind: 'wrong_method'; readonly path: string; readonly allow: string }
  | { readonly kind: 'no_such_path' };

/** HEAD finds the route of GET (RFC 9110, 9.3.2). */
export function findRoute<T extends RoutePattern>(routes: readonly T[], method: string, path: string): RouteMatch<T> {
  const wantedMethod = method === 'HEAD' ? 'GET' : method;
  const matches = routes.flatMap((route) => {
    const id = matchPath(route.path, path);
    return id === undefined ? [] : [{ route, id }];
  });
  const [first] = matches;
  if (!first) return { kind: 'no_such_path' };
  const match = matches.find(({ route }) => route.method === wantedMethod);
  if (match) return { kind: 'found', path: match.route.path, ...match };
  return { kind: 'wrong_method', path: first.route.path, allow: listMethods(matches.map(({ route }) => route)) };
}

/** The value of `{id}`, or an empty text if the pattern has none. Undefined if the path does not match. */
function matchPath(pattern: string, path: string): string | undefined {
  const [head = ''] = pattern.split('{id}');
  if (!pattern.endsWith('{id}')) return path === pattern ? '' : undefined;
  const id = path.startsWith(head) ? path.slice(head.length) : '';
  return id !== '' && !id.includes('/') ? id : undefined;
}

/** The value of the Allow header, which a 405 must have (RFC 9110, 15.5.6). */
function listMethods(routes: readonly RoutePattern[]): string {
  return routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
}
