// AWS on the wire: CloudFront's XML, ACM's and Cognito's JSON, answered by nock. Nothing else mocks AWS.
import type { DistributionConfig, Tag } from '@aws-sdk/client-cloudfront';
import nock from 'nock';
import type { Latch } from './time.js';

export interface SeenRequest {
  readonly uri: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Answer =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** The connection breaks before an answer. */
  | 'dropped';

/** What was asked of one mock, in order. */
export interface Wire {
  readonly requests: readonly SeenRequest[];
}

export interface Told {
  /** How often the mock may answer: once and no more unless said; `any` also means that it need not. */
  readonly times?: number | 'any';
  /** Answers wait for it. */
  readonly latch?: Latch;
}

type Reply = Answer | ((request: SeenRequest, count: number) => Answer);

function mock(
  host: string,
  method: 'GET' | 'POST',
  fits: (uri: string) => boolean,
  reply: Reply,
  told: Told,
  target?: string,
): Wire {
  const requests: SeenRequest[] = [];
  const scope = nock(`https://${host}`, target === undefined ? {} : { reqheaders: { 'x-amz-target': target } });
  const wanted = method === 'GET' ? scope.get(fits) : scope.post(fits);
  if (told.times === 'any') scope.persist();
  const interceptor = told.times === 'any' ? wanted.optionally() : wanted.times(told.times ?? 1);
  interceptor.reply(async function (uri, body) {
    const headers = Object.fromEntries(Object.entries(this.req.headers).map(([name, value]) => [name, String(value)]));
    const request = { uri, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
    requests.push(request);
    await told.latch?.opened;
    const answer = typeof reply === 'function' ? reply(request, requests.length) : reply;
    if (answer === 'dropped') throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    return [answer.status, answer.body, { 'x-amzn-requestid': 'aws-request-1', ...answer.headers }];
  });
  return { requests };
}

// CloudFront

const cloudFrontHost = 'cloudfront.amazonaws.com';
const namespace = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** What the entries of a list are called: CloudFront names them by the list (API reference, the shapes' examples). */
const entryNames: Record<string, string> = {
  Aliases: 'CNAME',
  AllowedMethods: 'Method',
  CacheBehaviors: 'CacheBehavior',
  CachedMethods: 'Method',
  CustomHeaders: 'OriginCustomHeader',
  DistributionList: 'DistributionSummary',
  FunctionAssociations: 'FunctionAssociation',
  Headers: 'Name',
  OriginSslProtocols: 'SslProtocol',
  Origins: 'Origin',
  Tags: 'Tag',
};

function toXml(name: string, value: unknown, parent = ''): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) {
    const entry = name === 'Items' ? (entryNames[parent] ?? 'member') : 'member';
    return `<${name}>${value.map((item) => toXml(entry, item, name)).join('')}</${name}>`;
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).map(([member, inner]) => toXml(member, inner, name));
    return `<${name}>${members.join('')}</${name}>`;
  }
  return `<${name}>${String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</${name}>`;
}

export function xmlAnswer(
  root: string,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  const xml = toXml(root, value).replace(`<${root}>`, `<${root} xmlns="${namespace}">`);
  return { status, body: `<?xml version="1.0"?>\n${xml}`, headers: { 'content-type': 'text/xml', ...headers } };
}

/** The text of an element in what was sent. */
export function textOf(body: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(body)?.[1];
}

export function cloudFrontError(status: number, Code: string, Message: string): Answer {
  return xmlAnswer('ErrorResponse', { Error: { Type: 'Sender', Code, Message }, RequestId: 'aws-request-1' }, status);
}

export interface Distribution {
  readonly id: string;
  readonly config: DistributionConfig;
  readonly etag?: string;
  readonly status?: string;
}

export function arnOf(id: string): string {
  return `arn:aws:cloudfront::123456789012:distribution/${id}`;
}

export function hostOf(id: string): string {
  return `d${id.toLowerCase().slice(-9)}.cloudfront.net`;
}

export function distributionAnswer(
  { id, config, etag = 'ETAG1', status = 'Deployed' }: Distribution,
  http = 200,
): Answer {
  const distribution = {
    Id: id,
    ARN: arnOf(id),
    Status: status,
    LastModifiedTime: '2026-11-01T10:00:00Z',
    InProgressInvalidationBatches: 0,
    DomainName: hostOf(id),
    DistributionConfig: config,
  };
  return xmlAnswer('Distribution', distribution, http, { etag });
}

const under = (path: string) => (uri: string) => uri.split('?')[0] === `/2020-05-31/${path}`;

export function onGetDistribution(id: string, reply: Reply, told: Told = {}): Wire {
  return mock(cloudFrontHost, 'GET', under(`distribution/${id}`), reply, told);
}

export interface ListedDistribution {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly status?: string;
  /** The host of its only origin. */
  readonly origin?: string;
}

/** One page; `next` is the marker of the page that follows. */
export function listAnswer(items: readonly ListedDistribution[], next?: string): Answer {
  return xmlAnswer('DistributionList', {
    IsTruncated: next !== undefined,
    NextMarker: next,
    Quantity: items.length,
    Items: items.map(({ id, aliases, status, origin }) => ({
      Id: id,
      ARN: arnOf(id),
      DomainName: hostOf(id),
      Aliases: { Quantity: aliases.length, Items: aliases },
      ...(status ? { Status: status } : {}),
      ...(origin
        ? {
            Origins: { Quantity: 1, Items: [{ Id: 'main', DomainName: origin }] },
            DefaultCacheBehavior: { TargetOriginId: 'main' },
          }
        : {}),
    })),
  });
}

export function onListDistributions(reply: Reply, told: Told = {}): Wire {
  return mock(cloudFrontHost, 'GET', under('distribution'), reply, told);
}

export function tagsAnswer(tags: readonly Tag[]): Answer {
  return xmlAnswer('Tags', { Items: tags });
}

export function onListTags(reply: Reply, told: Told = {}): Wire {
  return mock(cloudFrontHost, 'GET', under('tagging'), reply, told);
}

export interface Conflict {
  readonly Domain: string;
  readonly ResourceId: string;
  readonly AccountId: string;
}

export function conflictsAnswer(conflicts: readonly Conflict[], next?: string): Answer {
  // The list has no Items of its own: each entry is named like the list.
  const entries = conflicts.map((conflict) => toXml('DomainConflicts', { ResourceType: 'distribution', ...conflict }));
  const xml = `<ListDomainConflictsResult xmlns="${namespace}"><DomainConflicts>${entries.join('')}</DomainConflicts>${next === undefined ? '' : `<NextMarker>${next}</NextMarker>`}</ListDomainConflictsResult>`;
  return { status: 200, body: xml, headers: { 'content-type': 'text/xml' } };
}

export function onListDomainConflicts(reply: Reply, told: Told = {}): Wire {
  return mock(cloudFrontHost, 'POST', under('domain-conflicts'), reply, told);
}

export function onGetOriginRequestPolicy(id: string, reply: Reply, told: Told = {}): Wire {
  return mock(cloudFrontHost, 'GET', under(`origin-request-policy/${id}`), reply, told);
}

export function onCreate(reply: Reply, told: Told = {}): Wire {
  const fits = (uri: string) => uri.startsWith('/2020-05-31/distribution?WithTags');
  return mock(cloudFrontHost, 'POST', fits, reply, told);
}

// ACM and Cognito

export function jsonAnswer(value: unknown, status = 200): Answer {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/x-amz-json-1.1' } };
}

export function jsonError(status: number, code: string, message: string): Answer {
  return jsonAnswer({ __type: code, message }, status);
}

const atRoot = (uri: string) => uri === '/';

export function onListCertificates(reply: Reply, told: Told = {}): Wire {
  return mock('acm.us-east-1.amazonaws.com', 'POST', atRoot, reply, told, 'CertificateManager.ListCertificates');
}

export function onDescribeCertificate(reply: Reply, told: Told = {}): Wire {
  return mock('acm.us-east-1.amazonaws.com', 'POST', atRoot, reply, told, 'CertificateManager.DescribeCertificate');
}

const cognitoTarget = 'AWSCognitoIdentityProviderService';

export function onListUsers(reply: Reply, told: Told = {}, region = 'us-east-1'): Wire {
  return mock(`cognito-idp.${region}.amazonaws.com`, 'POST', atRoot, reply, told, `${cognitoTarget}.ListUsers`);
}

export function onListGroups(reply: Reply, told: Told = {}, region = 'us-east-1'): Wire {
  const target = `${cognitoTarget}.AdminListGroupsForUser`;
  return mock(`cognito-idp.${region}.amazonaws.com`, 'POST', atRoot, reply, told, target);
}

export function groupsAnswer(names: readonly string[], NextToken?: string): Answer {
  return jsonAnswer({ Groups: names.map((GroupName) => ({ GroupName })), ...(NextToken ? { NextToken } : {}) });
}

/** A Cognito user as ListUsers tells it: usable unless said otherwise. */
export function cognitoUser(email: string, changes: Record<string, unknown> = {}, verified = 'true') {
  return {
    Username: email.split('@')[0] ?? email,
    Enabled: true,
    UserStatus: 'CONFIRMED',
    Attributes: [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: verified },
    ],
    ...changes,
  };
}

export function usersAnswer(users: readonly unknown[], PaginationToken?: string): Answer {
  return jsonAnswer({ Users: users, ...(PaginationToken ? { PaginationToken } : {}) });
}
