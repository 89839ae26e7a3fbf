// Which route a method and a path find.
import { findRoute } from '../../src/http/router.js';

const routes = [
  { method: 'POST', path: '/clone' },
  { method: 'GET', path: '/clone/{id}' },
  { method: 'GET', path: '/clones' },
  { method: 'POST', path: '/clones' },
];

test.each([
  ['POST', '/clone', '/clone', ''],
  ['GET', '/clone/E1', '/clone/{id}', 'E1'],
  ['HEAD', '/clone/E1', '/clone/{id}', 'E1'],
  ['GET', '/clone/..%2F..', '/clone/{id}', '..%2F..'],
  ['POST', '/clones', '/clones', ''],
])('%s %s finds %s with the ID "%s"', (method, path, expected, id) => {
  expect(findRoute(routes, method, path)).toMatchObject({
    kind: 'found',
    path: expected,
    id,
    route: { path: expected },
  });
});

test.each([
  ['GET', '/clone', 'POST'],
  ['DELETE', '/clone/E1', 'GET, HEAD'],
  ['PATCH', '/clones', 'GET, HEAD, POST'],
  ['get', '/clones', 'GET, HEAD, POST'],
])('%s %s exists with other methods: %s', (method, path, allow) => {
  expect(findRoute(routes, method, path)).toMatchObject({ kind: 'wrong_method', allow });
});

test.each(['/', '', '/clone/', '/clone/a/b', '/clones/', '/Clones', '/clone/{id}/', '/__proto__', 'http://a/clones'])(
  '"%s" does not exist',
  (path) => {
    expect(findRoute(routes, 'GET', path)).toEqual({ kind: 'no_such_path' });
  },
);
