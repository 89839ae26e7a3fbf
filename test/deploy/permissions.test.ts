// The roles in the templates and in docs/setup-aws.md may do what the code's AWS commands need: no action more, none less.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { features } from '../../src/clone/permissions.js';
import {
  asFields,
  asList,
  asText,
  type Fields,
  isFields,
  type Json,
  readTemplate,
  resourceOf,
  resourcesOf,
  root,
  walk,
} from '../support/cloudformation.js';

const adapters = join(root, 'src', 'aws');
const source = readdirSync(adapters, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(adapters, name), 'utf8'))
  .join('\n');
const commands = [
  ...new Set(
    [...source.matchAll(/\b(?:new (\w+)Command|paginate(\w+))\(|\boperation: '(\w+)'/g)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? '',
    ),
  ),
].sort();

/** What each command asks of IAM. */
const actionsOfCommands: Record<string, readonly string[]> = {
  AdminListGroupsForUser: ['cognito-idp:AdminListGroupsForUser'],
  CreateDelivery: ['logs:CreateDelivery'],
  CreateMonitoringSubscription: ['cloudfront:CreateMonitoringSubscription'],
  CreateOriginAccessControl: ['cloudfront:CreateOriginAccessControl'],
  CreateDistributionWithTags: ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
  DeleteDistribution: ['cloudfront:DeleteDistribution'],
  DescribeDeliveries: ['logs:DescribeDeliveries'],
  DescribeDeliverySources: ['logs:DescribeDeliverySources'],
  DescribeProtection: ['shield:DescribeProtection'],
  DescribeCertificate: ['acm:DescribeCertificate'],
  GetCachePolicy: ['cloudfront:GetCachePolicy'],
  GetDistribution: ['cloudfront:GetDistribution'],
  GetMonitoringSubscription: ['cloudfront:GetMonitoringSubscription'],
  GetOriginRequestPolicy: ['cloudfront:GetOriginRequestPolicy'],
  GetResources: ['tag:GetResources'],
  ListCertificates: ['acm:ListCertificates'],
  ListDistributions: ['cloudfront:ListDistributions'],
  ListDomainConflicts: ['cloudfront:ListDomainConflicts'],
  ListOriginAccessControls: ['cloudfront:ListOriginAccessControls'],
  ListSubscriptions: ['pricingplanmanager:ListSubscriptions'],
  ListTagsForResource: ['cloudfront:ListTagsForResource'],
  ListUsers: ['cognito-idp:ListUsers'],
  PutDeliverySource: ['logs:PutDeliverySource', 'cloudfront:AllowVendedLogDeliveryForResource'],
  TagResource: ['cloudfront:TagResource'],
  UntagResource: ['cloudfront:UntagResource'],
  UpdateDistribution: ['cloudfront:UpdateDistribution'],
};
/** What only a step of AUTOMATE needs is granted with it. */
const forUndo = unique(features.filter(({ isForUndo }) => isForUndo).flatMap(({ actions }) => actions));
const automated = { access: actionsOfStep('access'), logs: actionsOfStep('logs'), metrics: actionsOfStep('metrics') };
const needed = unique(commands.flatMap((command) => actionsOfCommands[command] ?? [])).filter(
  (action) => ![...Object.values(automated).flat(), ...forUndo].includes(action),
);
/** The function knows people by their token; only the bot looks them up. */
const neededByFunction = needed.filter((action) => !action.startsWith('cognito-idp:'));

/** What only some references need: the policy's logical ID, its condition and its actions, the same in both templates. */
const shared = [
  ['LogBucketAccess', 'HasLogBucket', ['s3:GetBucketAcl', 's3:PutBucketAcl']],
  [
    'EdgeFunctionAccess',
    'HasEdgeFunction',
    ['iam:CreateServiceLinkedRole', 'lambda:EnableReplication*', 'lambda:GetFunction'],
  ],
  ['WebAclAccess', 'HasWebAcl', ['wafv2:GetWebACL']],
  ['AccessControlCreation', 'AutomatesAccess', automated.access],
  ['VpcOriginAccess', 'HasVpcOrigins', ['cloudfront:GetVpcOrigin']],
] as const;

/** What only the bot does. */
const ofBot = [
  ['LogDeliveryCreation', 'AutomatesLogs', automated.logs],
  ['MetricsCreation', 'AutomatesMetrics', automated.metrics],
  ['UndoAccess', 'UndoesClones', forUndo],
] as const;

const rest = readTemplate('template.yml');
const fargate = readTemplate('fargate.yml');
const templates = [
  ['template.yml', rest, 'CloneRole', shared],
  ['fargate.yml', fargate, 'TaskRole', [...shared.slice(0, -1), ...ofBot, ...shared.slice(-1)]],
] as const;
/** A role's own log, which no command of the code writes. */
const writesLog = ['logs:CreateLogStream', 'logs:PutLogEvents'];

/** By the table that the check at the start goes by. */
function actionsOfStep(wanted: 'access' | 'logs' | 'metrics'): string[] {
  return unique(features.filter(({ step }) => step === wanted).flatMap(({ actions }) => actions));
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

function actionsIn(policy: Json): string[] {
  const statements = [...walk(policy)].map(({ value }) => value).filter((value): value is Fields => isFields(value));
  return unique(statements.flatMap(({ Action }) => asList(Action).map(asText)));
}

function statementsOf(template: Fields, role: string): Fields[] {
  return asList(resourceOf(template, role).properties.Policies)
    .flatMap((policy) => asList(asFields(asFields(policy).PolicyDocument).Statement))
    .map(asFields);
}

const page = readFileSync(join(root, 'docs', 'setup-aws.md'), 'utf8');
/** The JSON that an administrator pastes. */
const pageBlocks = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map((match) =>
  asFields(JSON.parse(match[1] ?? '') as Json),
);
const pageRole = asFields(pageBlocks.find((json) => 'Statement' in json) ?? {});

test('the code sends commands, and each is known here', () => {
  expect(commands).toContain('CreateDistributionWithTags');
  expect(commands.filter((command) => !(command in actionsOfCommands))).toEqual([]);
});

test('the table of features names the actions of the commands, and what only some references need', () => {
  const ofCommands = unique(commands.flatMap((command) => actionsOfCommands[command] ?? []));
  const always = features.filter(({ reference }) => reference === undefined);
  expect(unique(always.flatMap(({ actions }) => actions))).toEqual(ofCommands);
  const sometimes = features.filter(({ reference }) => reference !== undefined).map(({ actions }) => unique(actions));
  const granted = shared.filter(([id]) => id !== 'AccessControlCreation').map(([, , actions]) => [...actions]);
  expect(sometimes).toEqual(granted);
  const forSlack = features.filter(({ isForSlack }) => isForSlack).flatMap(({ actions }) => actions);
  expect(unique(forSlack)).toEqual(needed.filter((action) => !neededByFunction.includes(action)));
});

test('the page names each action that is granted only where it is needed, in the row of its step or reference', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  for (const { step, reference, actions } of features) {
    const mark = step ? `\`AUTOMATE=${step}\`` : reference;
    if (mark === undefined) continue;
    const row = rows.find((line) => line.split('|')[1]?.includes(mark)) ?? '';
    expect([mark, actions.filter((action) => !row.includes(`\`${action}\``))]).toEqual([mark, []]);
  }
});

test('no command hides from this test behind another name', () => {
  expect(source).not.toMatch(/\bwaitUntil\w+\(|Command as \w+|paginate\w+ as \w+/);
});

test('the function’s role has what the commands need, less the look-up of people, and its log', () => {
  expect(actionsIn(resourceOf(rest, 'CloneRole').properties.Policies)).toEqual(
    unique([...neededByFunction, ...writesLog]),
  );
});

test('the bot’s task role has what the commands need', () => {
  expect(actionsIn(resourceOf(fargate, 'TaskRole').properties.Policies)).toEqual(needed);
});

test('the page’s role has the same actions as the bot’s task role', () => {
  expect(actionsIn(pageRole)).toEqual(actionsIn(resourceOf(fargate, 'TaskRole').properties.Policies));
});

test('the page’s block for undos is that of the template', () => {
  const [block, ...more] = pageBlocks.filter((json) => json.Sid === 'UndoClones');
  expect(more).toEqual([]);
  const policy = asFields(resourceOf(fargate, 'UndoAccess').properties.PolicyDocument);
  const statement = asFields(asList(policy.Statement)[0] ?? {});
  expect(block?.Action).toEqual(statement.Action);
  expect(block?.Condition).toEqual(statement.Condition);
  expect(JSON.stringify(block?.Resource)).toContain(':distribution/*');
});

test('the page’s role names any resource only where the templates do', () => {
  const everywhere = (statements: readonly Fields[]): string[] =>
    unique(
      statements
        .filter(({ Resource }) => asList(Resource).includes('*'))
        .flatMap(({ Action }) => asList(Action).map(asText)),
    );
  expect(everywhere(asList(pageRole.Statement).map(asFields))).toEqual(everywhere(statementsOf(fargate, 'TaskRole')));
});

test('the execution role starts the task, and no more', () => {
  expect(actionsIn(resourceOf(fargate, 'ExecutionRole').properties.Policies)).toEqual(
    unique([
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'secretsmanager:GetSecretValue',
      ...writesLog,
    ]),
  );
});

describe.each(templates)('%s', (file, template, role, optional) => {
  test.each(optional)('%s is granted only under %s', (id, condition, actions) => {
    const policy = resourceOf(template, id);
    expect(policy).toMatchObject({ type: 'AWS::IAM::RolePolicy', condition });
    expect(policy.properties.RoleName).toEqual({ Ref: role });
    expect(actionsIn(policy.properties)).toEqual(actions);
    expect(asFields(template.Conditions)).toHaveProperty(condition);
  });

  test('what a condition grants is off by default', () => {
    const parameters = asFields(template.Parameters);
    for (const name of ['LogBucket', 'EdgeFunctionVersionArn', 'WebAclArn']) {
      expect([name, asFields(parameters[name]).Default]).toEqual([name, '']);
    }
    expect(asFields(parameters.VpcOrigins).Default).toBe('false');
  });

  test('no action is granted elsewhere, or by a pattern', () => {
    const granting = resourcesOf(template).filter(({ type }) => type.startsWith('AWS::IAM::'));
    const known = ['CloneRole', 'TaskRole', 'ExecutionRole', 'AccessLogRole', 'SecretsKeyAccess'];
    expect(granting.map(({ id }) => id).filter((id) => !known.includes(id))).toEqual(optional.map(([id]) => id));
    // The star of this one is part of its name.
    const patterns = granting
      .flatMap(({ properties }) => actionsIn(properties))
      .filter((action) => action.includes('*') && action !== 'lambda:EnableReplication*');
    expect(patterns).toEqual([]);
  });

  test('any resource is named only for actions that know no narrower one', () => {
    const everywhere = statementsOf(template, role).filter(({ Resource }) => asList(Resource).includes('*'));
    expect(unique(everywhere.flatMap(({ Action }) => asList(Action).map(asText)))).toEqual([
      'acm:ListCertificates',
      'cloudfront:CreateDistribution',
      'cloudfront:GetMonitoringSubscription',
      'cloudfront:ListDistributions',
      'cloudfront:ListOriginAccessControls',
      'logs:DescribeDeliveries',
      'logs:DescribeDeliverySources',
      'pricingplanmanager:ListSubscriptions',
      'tag:GetResources',
    ]);
  });

  test('what undoes clones touches nothing without the bot’s tag', () => {
    if (file !== 'fargate.yml') return;
    const [statement] = asList(asFields(resourceOf(template, 'UndoAccess').properties.PolicyDocument).Statement);
    expect(asFields(statement)).toMatchObject({
      Condition: { StringLike: { 'aws:ResourceTag/cf-clone:card': '*' } },
    });
  });

  test('VPC origins that another account shares are granted', () => {
    const policy = resourceOf(template, 'VpcOriginAccess').properties.PolicyDocument;
    expect(JSON.stringify(policy)).toContain(':cloudfront::*:vpcorigin/*');
  });

  test('tags are written only by requests that carry a tag of the bot', () => {
    const tagging = statementsOf(template, role).find(({ Action }) =>
      asList(Action).includes('cloudfront:TagResource'),
    );
    expect(tagging?.Condition).toEqual({ 'ForAnyValue:StringLike': { 'aws:TagKeys': 'cf-clone:*' } });
  });

  test('each statement has its reason beside it', () => {
    const lines = readFileSync(join(root, 'deploy', file), 'utf8').split('\n');
    const bare = statementsOf(template, role)
      .map(({ Sid }) => asText(Sid))
      .filter((sid) => !lines[lines.findIndex((line) => line.trim() === `- Sid: ${sid}`) - 1]?.trim().startsWith('#'));
    expect(bare).toEqual([]);
  });
});

test('people are looked up in the one pool', () => {
  const check = statementsOf(fargate, 'TaskRole').find(({ Sid }) => Sid === 'CheckPeople');
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's, not ours
  expect(JSON.stringify(check?.Resource)).toContain('userpool/${UserPoolId}');
});
