// template.yml: the entry of the REST API and what its function is given.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asFields, asList, asText, type Fields, readTemplate, resourceOf, root } from '../support/cloudformation.js';
import { knownVariables } from '../support/environment.js';

const template = readTemplate('template.yml');
const api = resourceOf(template, 'Api').properties;
const work = resourceOf(template, 'CloneFunction').properties;
const variables = asFields(asFields(work.Environment).Variables);
const scope = 'cfclone/write';

/** The API's routes, and whether a token is needed. */
const routes: readonly (readonly [string, boolean])[] = [
  ['GET /clone_distribution/{id}', true],
  ['GET /clones', true],
  ['GET /openapi.json', false],
  ['POST /clone_distribution', true],
  ['POST /clone_distributions', true],
];

test('every route of the API is there, and all but its description want a token', () => {
  const events = Object.values(asFields(work.Events)).map((event) => {
    const { Type, Properties } = asFields(event);
    expect(Type).toBe('Api');
    const { Method, Path, RestApiId, Auth } = asFields(Properties);
    expect(RestApiId).toEqual({ Ref: 'Api' });
    if (Auth !== undefined) expect(Auth).toEqual({ Authorizer: 'NONE' });
    return [`${asText(Method)} ${asText(Path)}`, Auth === undefined] as const;
  });
  expect(events.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(routes);
});

test('the default authorizer is the pool’s, with the scope that the client gets and the function wants', () => {
  expect(api.Auth).toEqual({
    DefaultAuthorizer: 'Token',
    Authorizers: { Token: { UserPoolArn: { 'Fn::GetAtt': ['UserPool', 'Arn'] }, AuthorizationScopes: [scope] } },
  });
  const server = resourceOf(template, 'Scopes').properties;
  expect(
    asList(server.Scopes).map((item) => `${asText(server.Identifier)}/${asText(asFields(item).ScopeName)}`),
  ).toEqual([scope]);
  expect(resourceOf(template, 'ApiClient').properties).toMatchObject({
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [scope],
    GenerateSecret: true,
  });
  // The scope is a text; without this the client may come before the server that defines it.
  expect(asFields(asFields(template.Resources).ApiClient).DependsOn).toBe('Scopes');
  expect(variables).toMatchObject({ COGNITO_API_SCOPES: scope, COGNITO_API_CLIENT_IDS: { Ref: 'ApiClient' } });
});

test('nobody can make or change a user’s address alone', () => {
  expect(resourceOf(template, 'UserPool').properties).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    DeletionProtection: 'ACTIVE',
  });
});

test('every variable is one that the program knows', () => {
  expect(Object.keys(variables).filter((name) => !knownVariables.has(name))).toEqual([]);
});

test('the bot token comes from Secrets Manager, and only where clones are announced', () => {
  const announced = (value: Fields[string]) => ({ 'Fn::If': ['Announces', value, { Ref: 'AWS::NoValue' }] });
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's, not ours
  const secret = '{{resolve:secretsmanager:${SlackBotTokenSecretArn}:SecretString:::${SlackBotTokenVersionId}}}';
  expect(variables.SLACK_BOT_TOKEN).toEqual(announced({ 'Fn::Sub': secret }));
  expect(variables.SLACK_ANNOUNCE_CHANNEL).toEqual(announced({ Ref: 'SlackAnnounceChannel' }));
  expect(resourceOf(template, 'AnnounceSchedule').condition).toBe('Announces');
  expect(resourceOf(template, 'AnnouncePermission').condition).toBe('Announces');
});

test('the function outlasts API Gateway, and ends before the next schedule', () => {
  const [, minutes] = /^rate\((\d+) minutes\)$/.exec(
    asText(resourceOf(template, 'AnnounceSchedule').properties.ScheduleExpression),
  ) ?? ['', '0'];
  expect(work.Timeout).toBeGreaterThan(29);
  expect(work.Timeout).toBeLessThan(Number(minutes) * 60);
});

test('the function runs on the Dockerfile’s Node.js', () => {
  const [, major] = /^FROM node:(\d+)\./m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8')) ?? [];
  expect(work.Runtime).toBe(`nodejs${major}.x`);
});

test('there is one stage, throttled, and its access log holds no query', () => {
  // Without a version SAM adds a second stage, which has neither.
  expect(api.OpenApiVersion).toMatch(/^3\./);
  expect(asFields(asList(api.MethodSettings)[0])).toMatchObject({
    ResourcePath: '/*',
    HttpMethod: '*',
    ThrottlingRateLimit: { Ref: 'RequestsPerSecond' },
    DataTraceEnabled: false,
  });
  const format = asText(asFields(asList(asFields(api.AccessLogSetting)['Fn::If'])[1]).Format);
  expect(JSON.parse(format)).toHaveProperty('client', '$context.authorizer.claims.client_id');
  expect(format).not.toMatch(/querystring|header|authorizer\.claims\.(?!client_id)/i);
});
