// Events as API Gateway writes them, whole: of REST APIs and of HTTP APIs in both payload formats. Formats:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
import type { Claims } from '../../sandbox/fakes/aws/tokens.js';

/** What a client sends. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  /** What the authorizer in front says of the token, as it was signed; without it there is no authorizer. */
  readonly claims?: Claims | undefined;
}

export type MakeEvent = (sent: Sent) => Record<string, unknown>;

const sourceIp = '203.0.113.10';
const agent = 'deploy-pipeline/1.4';
const accountId = '123456789012';
const always: readonly (readonly [string, string])[] = [
  ['Host', 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com'],
  ['User-Agent', agent],
  ['X-Amzn-Trace-Id', 'Root=1-65f1a2b3-0123456789abcdef01234567'],
  ['X-Forwarded-For', sourceIp],
  ['X-Forwarded-Port', '443'],
  ['X-Forwarded-Proto', 'https'],
];
const literals = ['/clone_distribution/{id}'];

/** The resource or route that takes the path, and what stands in its places. */
function matchLiteral(path: string): { route: string; pathParameters: Record<string, string> | null } {
  const route = literals.find((literal) => path.startsWith(literal.slice(0, literal.indexOf('{'))));
  return route ? { route, pathParameters: { id: path.split('/')[2] ?? '' } } : { route: path, pathParameters: null };
}

function matchProxy(path: string) {
  return { route: '/{proxy+}', pathParameters: { proxy: path.slice(1) } };
}

/** The last value of each, as the fields for one value have it. */
const once = (pairs: Sent['query'] = []) => (pairs.length > 0 ? Object.fromEntries(pairs) : null);
const many = (pairs: Sent['query'] = []) => {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of pairs) lists[name] = [...(lists[name] ?? []), value];
  return pairs.length > 0 ? lists : null;
};
/** Several of a name are joined. */
const joined = (pairs: Sent['query'] = []) =>
  Object.fromEntries(Object.entries(many(pairs) ?? {}).map(([name, values]) => [name, values.join(',')]));
const lower = (pairs: Sent['headers'] = []) => pairs.map(([name, value]) => [name.toLowerCase(), value] as const);

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** As Java prints a date: `Wed Feb 08 22:42:26 UTC 2023`. */
function printDate(seconds: unknown): string {
  const date = new Date(Number(seconds) * 1_000);
  const [, day, month, year, time] = date.toUTCString().split(' ');
  return `${days[date.getUTCDay()]} ${month} ${day} ${time} UTC ${year}`;
}

/** By the Cognito authorizer of a REST API: everything is text, times are dates, lists are separated by commas. */
export function restClaims(claims: Claims): Claims {
  const print = (name: string, value: unknown) =>
    ['exp', 'iat', 'nbf'].includes(name) ? printDate(value) : Array.isArray(value) ? value.join(',') : String(value);
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, print(name, value)]));
}

/** By the JWT authorizer of an HTTP API: everything is text, lists stand in brackets. */
export function httpClaims(claims: Claims): Claims {
  const print = (value: unknown) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, print(value)]));
}

export interface RestPlace {
  readonly resource: 'literal' | 'proxy';
  /** Of a custom domain; there the stage is not in the path of the client. */
  readonly basePath?: string;
}

export function makeRestEvent({ resource, basePath }: RestPlace): MakeEvent {
  return ({ method, path, query, headers = [], body, isBase64Encoded = false, claims }) => {
    const { route, pathParameters } = resource === 'proxy' ? matchProxy(path) : matchLiteral(path);
    const all = [...always, ...headers];
    return {
      resource: route,
      path: `${basePath ?? ''}${path}`,
      httpMethod: method,
      headers: once(all),
      multiValueHeaders: many(all),
      queryStringParameters: once(query),
      multiValueQueryStringParameters: many(query),
      pathParameters,
      stageVariables: { accessLogRole: 'existing' },
      requestContext: {
        resourceId: 'q1w2e3',
        ...(claims ? { authorizer: { claims: restClaims(claims) } } : {}),
        resourcePath: route,
        httpMethod: method,
        extendedRequestId: 'UzXsIHCgIAMEPZg=',
        requestTime: '13/Mar/2026:12:00:03 +0000',
        path: `${basePath ?? '/prod'}${path}`,
        accountId,
        protocol: 'HTTP/1.1',
        stage: 'prod',
        domainPrefix: 'a1b2c3d4e5',
        requestTimeEpoch: 1_773_403_203_000,
        requestId: '4f0a5c1e-1111-4222-8333-444455556666',
        identity: {
          cognitoIdentityPoolId: null,
          accountId: null,
          cognitoIdentityId: null,
          caller: null,
          sourceIp,
          principalOrgId: null,
          accessKey: null,
          cognitoAuthenticationType: null,
          cognitoAuthenticationProvider: null,
          userArn: null,
          userAgent: agent,
          user: null,
        },
        domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
        deploymentId: 'd1e2f3',
        apiId: 'a1b2c3d4e5',
      },
      body: body ?? null,
      isBase64Encoded,
    };
  };
}

export interface HttpPlace {
  readonly route: 'literal' | 'proxy' | '$default';
  readonly stage: string;
}

function place({ route, stage }: HttpPlace, { method, path }: Sent) {
  const found = route === 'proxy' ? matchProxy(path) : matchLiteral(path);
  const { pathParameters } = route === '$default' ? { pathParameters: null } : found;
  return {
    path: `${stage === '$default' ? '' : `/${stage}`}${path}`,
    resource: route === '$default' ? route : found.route,
    routeKey: route === '$default' ? route : `${route === 'proxy' ? 'ANY' : method} ${found.route}`,
    pathParameters,
  };
}

/** Payload format 2.0. */
export function makeHttpEvent(where: HttpPlace): MakeEvent {
  return (sent) => {
    const { method, query = [], headers, body, isBase64Encoded = false, claims } = sent;
    const { path, routeKey, pathParameters } = place(where, sent);
    return {
      version: '2.0',
      routeKey,
      rawPath: path,
      rawQueryString: new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString(),
      headers: joined([...lower(always), ...lower(headers)]),
      ...(query.length > 0 ? { queryStringParameters: joined(query) } : {}),
      requestContext: {
        accountId,
        apiId: 'f6g7h8i9j0',
        ...(claims ? { authorizer: { jwt: { claims: httpClaims(claims), scopes: ['cfclone/write'] } } } : {}),
        domainName: 'f6g7h8i9j0.execute-api.us-east-1.amazonaws.com',
        domainPrefix: 'f6g7h8i9j0',
        http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: agent },
        requestId: 'UzXsIHCgIAMEPZg=',
        routeKey,
        stage: where.stage,
        time: '13/Mar/2026:12:00:03 +0000',
        timeEpoch: 1_773_403_203_000,
      },
      ...(pathParameters ? { pathParameters } : {}),
      ...(body === undefined ? {} : { body }),
      isBase64Encoded,
    };
  };
}

/** An HTTP API with payload format 1.0: claims that are null where there is no authorizer, and the stage in the path. */
export function makeOldHttpEvent(where: HttpPlace): MakeEvent {
  return (sent) => {
    const { path, resource, pathParameters } = place(where, sent);
    const like = makeRestEvent({ resource: 'literal' })(sent);
    const authorizer = { claims: sent.claims ? httpClaims(sent.claims) : null, scopes: null };
    return {
      ...like,
      version: '1.0',
      resource,
      path,
      pathParameters,
      stageVariables: null,
      requestContext: { ...Object(like.requestContext), authorizer, resourcePath: resource, path, stage: where.stage },
    };
  };
}

/** What a load balancer would send: it looks like a REST API's, and its query is still encoded. */
export const loadBalancerEvent = {
  requestContext: {
    elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/clone/49e9d65c45c6791a' },
  },
  httpMethod: 'GET',
  path: '/clones',
  queryStringParameters: {},
  headers: { accept: '*/*', host: 'clone-1234567890.us-east-1.elb.amazonaws.com', 'x-forwarded-for': sourceIp },
  body: '',
  isBase64Encoded: false,
};
