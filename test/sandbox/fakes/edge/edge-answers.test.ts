// The rules of the fake edge, one by one: what it answers for what a distribution describes.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { bucketControl, lambdaControl } from '../../../../sandbox/fakes/aws/access-controls.js';
import { toElement } from '../../../../sandbox/fakes/aws/cloudfront-shapes.js';
import { renderXml } from '../../../../sandbox/fakes/aws/cloudfront-xml.js';
import {
  bucketOrigin,
  config,
  customOrigin,
  list,
  makeBehavior,
  makePathBehavior,
} from '../../../../sandbox/fakes/aws/reference-parts.js';
import { Store } from '../../../../sandbox/fakes/aws/store.js';
import { answerViewer } from '../../../../sandbox/fakes/edge/edge-answers.js';
import { type OriginState, Origins } from '../../../../sandbox/fakes/edge/origins.js';

const allViewer = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const allExceptHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const cachedByHost = '83da9c7e-98b4-4e11-a168-04f0df8e2c65';
const securityHeaders = '67f7725c-6f97-4210-82d7-5512b31e9d03';
const host = 'www.example.com';
const bucketHost = 'files.s3.us-east-1.amazonaws.com';
const apiHost = 'abc.execute-api.us-east-1.amazonaws.com';
const functionHost = 'abc.lambda-url.us-east-1.on.aws';

const base = (changes: Partial<DistributionConfig>): DistributionConfig =>
  config({
    CallerReference: 'test',
    Comment: '',
    Aliases: list(host),
    Origins: { Quantity: 1, Items: [customOrigin('main', 'new.example.net')] },
    DefaultCacheBehavior: makeBehavior('main'),
    ...changes,
  });

const bucket = (changes: Partial<DistributionConfig> = {}): Partial<DistributionConfig> => ({
  Origins: { Quantity: 1, Items: [bucketOrigin('main', bucketHost, bucketControl)] },
  DefaultRootObject: 'index.html',
  ...changes,
});

const one = (origin: string): Partial<DistributionConfig> => ({
  Origins: { Quantity: 1, Items: [customOrigin('main', origin)] },
});
const two = (first: string, second: string): Partial<DistributionConfig> => ({
  Origins: { Quantity: 2, Items: [customOrigin('main', first), customOrigin('second', second)] },
});
const sendsHost = { DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: allViewer }) };
const byPath = (pattern: string, path: string): Case => ({
  config: {
    ...two('new.example.net', 'second.example.net'),
    CacheBehaviors: list(makePathBehavior(pattern, 'second')),
  },
  states: { 'second.example.net': { status: 401 } },
  asked: { path },
});

const lambda: Partial<DistributionConfig> = {
  Origins: { Quantity: 1, Items: [customOrigin('main', functionHost, { OriginAccessControlId: lambdaControl })] },
};

interface Case {
  readonly config?: Partial<DistributionConfig>;
  readonly states?: Readonly<Record<string, OriginState>>;
  /** Hosts whose policies name the clone. */
  readonly letIn?: readonly string[];
  readonly asked?: Partial<{ serverName: string; host: string; path: string }>;
  readonly deploySeconds?: number;
}

function ask({ config: changes = {}, states = {}, letIn = [], asked = {}, deploySeconds = 0 }: Case) {
  const store = new Store({ seed: {}, now: () => new Date('2026-11-26T12:00:00Z'), deploySeconds });
  const clone = store.addDistribution(renderXml(toElement('DistributionConfig', base(changes))), []);
  const origins = new Origins();
  for (const [name, state] of Object.entries(states)) origins.change(name, state);
  for (const name of letIn) origins.letIn(name, clone.arn);
  return answerViewer(store, origins, { serverName: asked.host ?? host, host, path: '/', ...asked });
}

const error = { 'x-cache': 'Error from cloudfront' };

test.each<[string, Case, number, Readonly<Record<string, string>>]>([
  ['a custom origin in order', {}, 200, { 'x-cache': 'Miss from cloudfront', server: 'nginx' }],
  ['another name in SNI than in Host', { asked: { serverName: 'other.example.com' } }, 421, {}],
  [
    'a name that no distribution has',
    { asked: { host: 'other.example.com' } },
    403,
    { server: 'CloudFront', ...error },
  ],
  ['a wildcard alias', { config: { Aliases: list('*.example.com') } }, 200, {}],
  ['a distribution that is not deployed yet', { deploySeconds: 5 }, 403, { server: 'CloudFront' }],
  ['a disabled distribution', { config: { Enabled: false } }, 403, { server: 'CloudFront' }],
  ['a bucket without the policy', { config: bucket() }, 403, { server: 'AmazonS3', ...error }],
  ['a bucket with the policy', { config: bucket(), letIn: [bucketHost] }, 200, { server: 'AmazonS3' }],
  [
    'a bucket without a root object',
    { config: bucket({ DefaultRootObject: '' }), letIn: [bucketHost] },
    403,
    { server: 'AmazonS3' },
  ],
  [
    'a bucket that gets Host',
    {
      config: bucket({ DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: allViewer }) }),
      letIn: [bucketHost],
    },
    403,
    { server: 'AmazonS3' },
  ],
  ['a function without the permission', { config: lambda }, 403, {}],
  ['a function with the permission', { config: lambda, letIn: [functionHost] }, 200, {}],
  [
    'a certificate for another name',
    { states: { 'new.example.net': { certificateNames: ['old.example.net'] } } },
    502,
    { server: 'CloudFront', ...error },
  ],
  [
    'a certificate for the forwarded Host',
    {
      config: { DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: allViewer }) },
      states: { 'new.example.net': { certificateNames: ['*.example.com'] } },
    },
    200,
    {},
  ],
  [
    'an origin that does not resolve',
    { config: { Origins: { Quantity: 1, Items: [customOrigin('main', 'nowhere.invalid')] } } },
    502,
    { server: 'CloudFront' },
  ],
  [
    'an origin that knows its own name alone',
    { states: { 'new.example.net': { canonicalHost: 'ref.example.com' } }, asked: { path: '/a' } },
    301,
    { location: 'https://ref.example.com/a' },
  ],
  [
    'an origin that knows the forwarded Host',
    {
      config: { DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: allViewer }) },
      states: { 'new.example.net': { canonicalHost: host } },
    },
    200,
    {},
  ],
  [
    'a behavior that asks for a signature',
    {
      config: {
        DefaultCacheBehavior: makeBehavior('main', {
          TrustedKeyGroups: { Enabled: true, Quantity: 1, Items: ['k'] },
        }),
      },
    },
    403,
    { server: 'CloudFront' },
  ],
  [
    'a response headers policy',
    { config: { DefaultCacheBehavior: makeBehavior('main', { ResponseHeadersPolicyId: securityHeaders }) } },
    200,
    { 'x-content-type-options': 'nosniff' },
  ],
  [
    'a behavior by its path',
    {
      config: {
        Origins: {
          Quantity: 2,
          Items: [customOrigin('main', 'new.example.net'), customOrigin('api', 'api.example.net')],
        },
        CacheBehaviors: list(makePathBehavior('/api/*', 'api')),
      },
      states: { 'api.example.net': { status: 401 } },
      asked: { path: '/api/x?y=1' },
    },
    401,
    { server: 'nginx' },
  ],
  [
    'an error page',
    {
      config: {
        CustomErrorResponses: list({ ErrorCode: 404, ResponsePagePath: '/ok', ResponseCode: '200' }),
        Origins: {
          Quantity: 2,
          Items: [customOrigin('main', 'new.example.net'), customOrigin('pages', 'pages.example.net')],
        },
        CacheBehaviors: list(makePathBehavior('/ok', 'pages')),
      },
      states: { 'new.example.net': { status: 404 } },
    },
    200,
    error,
  ],
  [
    'an error page that cannot be had',
    {
      config: { CustomErrorResponses: list({ ErrorCode: 404, ResponsePagePath: '/ok', ResponseCode: '200' }) },
      states: { 'new.example.net': { status: 404 } },
    },
    404,
    error,
  ],
  [
    'the second member of a group',
    {
      config: {
        Origins: {
          Quantity: 2,
          Items: [bucketOrigin('main', bucketHost, bucketControl), customOrigin('other', 'new.example.net')],
        },
        OriginGroups: list({
          Id: 'group',
          FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [403] } },
          Members: { Quantity: 2, Items: [{ OriginId: 'main' }, { OriginId: 'other' }] },
        }),
        DefaultCacheBehavior: makeBehavior('group'),
      },
    },
    200,
    { server: 'nginx' },
  ],
  ['a function that gets Host', { config: { ...lambda, ...sendsHost }, letIn: [functionHost] }, 403, {}],
  [
    'a function that gets Host by the cache policy',
    {
      config: { ...lambda, DefaultCacheBehavior: makeBehavior('main', { CachePolicyId: cachedByHost }) },
      letIn: [functionHost],
    },
    403,
    {},
  ],
  [
    'a bucket that gets all headers but Host',
    {
      config: bucket({ DefaultCacheBehavior: makeBehavior('main', { OriginRequestPolicyId: allExceptHost }) }),
      letIn: [bucketHost],
    },
    200,
    { server: 'AmazonS3' },
  ],
  ['a bucket as a custom origin', { config: one(bucketHost) }, 200, { server: 'nginx' }],
  ['an API that gets Host', { config: { ...one(apiHost), ...sendsHost } }, 403, {}],
  ['a custom domain of an API that gets Host', { config: { ...one(`d-${apiHost}`), ...sendsHost } }, 200, {}],
  ['MediaPackage without the policy', { config: one('a.egress.b.mediapackagev2.us-east-1.amazonaws.com') }, 403, {}],
  [
    'a certificate for a Host that is not forwarded',
    { states: { 'new.example.net': { certificateNames: ['*.example.com'] } } },
    502,
    { server: 'CloudFront' },
  ],
  [
    'a root object, which stands for the root alone',
    {
      config: { DefaultRootObject: 'index.html' },
      states: { 'new.example.net': { canonicalHost: 'ref.example.com' } },
      asked: { path: '/a' },
    },
    301,
    { location: 'https://ref.example.com/a' },
  ],
  ['a path pattern without its slash', byPath('api/*', '/api/x'), 401, {}],
  ['a path pattern for one character', byPath('/api/?', '/api/x'), 401, {}],
  ['a path that only begins like a pattern', byPath('/api', '/api/x'), 200, {}],
  [
    'the first member of a group, which answers',
    {
      config: {
        ...two('new.example.net', 'second.example.net'),
        OriginGroups: list({
          Id: 'group',
          FailoverCriteria: { StatusCodes: { Quantity: 1, Items: [403] } },
          Members: { Quantity: 2, Items: [{ OriginId: 'main' }, { OriginId: 'second' }] },
        }),
        DefaultCacheBehavior: makeBehavior('group'),
      },
      states: { 'second.example.net': { status: 401 } },
    },
    200,
    {},
  ],
  [
    'an error page that keeps the status',
    {
      config: {
        ...two('new.example.net', 'second.example.net'),
        CustomErrorResponses: list({ ErrorCode: 404, ResponsePagePath: '/ok' }),
        CacheBehaviors: list(makePathBehavior('/ok', 'second')),
      },
      states: { 'new.example.net': { status: 404 } },
    },
    404,
    error,
  ],
])('%s', (_, given, status, headers) => {
  const answer = ask(given);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject(headers);
});
