// Input of the Slack tests: a reference with a secret header and an access control, and the answers of AWS about it.
import type { DistributionConfig } from '@aws-sdk/client-cloudfront';
import { actions } from '../../src/slack/card/buttons.js';
import {
  type Answer,
  arnOf,
  cognitoUser,
  conflictsAnswer,
  distributionAnswer,
  groupsAnswer,
  hostOf,
  jsonAnswer,
  listAnswer,
  onCreate,
  onGetDistribution,
  onListCertificates,
  onListDistributions,
  onListDomainConflicts,
  onListGroups,
  onListTags,
  onListUsers,
  type SeenRequest,
  type Told,
  tagsAnswer,
  textOf,
  usersAnswer,
  type Wire,
} from './aws-wire.js';
import { asFields, type Fields, type SlackMessage } from './slack-wire.js';
import type { TestBot } from './test-bot.js';
import { until } from './time.js';

export const reference = 'EREFERENCE0001';
export const created = 'ENEW0000000001';
export const domain = 'www.example.com';
export const origin = 'new.example.net';
export const cloneCommand = `${domain} ${origin} ${reference}`;
export const headerValue = 'value-of-the-secret-header';
export const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/wildcard';
export const bucket = 'assets.s3.us-east-1.amazonaws.com';

export const referenceConfig: DistributionConfig = {
  CallerReference: 'the-reference-itself',
  Aliases: { Quantity: 1, Items: ['ref.example.com'] },
  Comment: 'production site',
  Enabled: true,
  IsIPV6Enabled: true,
  Origins: {
    Quantity: 2,
    Items: [
      {
        Id: 'main',
        DomainName: 'old.example.net',
        OriginPath: '',
        CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'X-Origin-Secret', HeaderValue: headerValue }] },
        CustomOriginConfig: {
          HTTPPort: 80,
          HTTPSPort: 443,
          OriginProtocolPolicy: 'https-only',
          OriginSslProtocols: { Quantity: 1, Items: ['TLSv1.2'] },
        },
      },
      {
        Id: 'assets',
        DomainName: bucket,
        OriginAccessControlId: 'EOAC000000001',
        S3OriginConfig: { OriginAccessIdentity: '' },
      },
    ],
  },
  DefaultCacheBehavior: { TargetOriginId: 'main', ViewerProtocolPolicy: 'redirect-to-https' },
  CacheBehaviors: {
    Quantity: 1,
    Items: [{ PathPattern: '/static/*', TargetOriginId: 'assets', ViewerProtocolPolicy: 'redirect-to-https' }],
  },
  ViewerCertificate: {
    ACMCertificateArn: certificateArn,
    SSLSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  },
};

export function certificate(names: readonly string[] = ['*.example.com'], arn: string = certificateArn): Fields {
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNameSummaries: names,
    HasAdditionalSubjectAlternativeNames: false,
    Status: 'ISSUED',
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: 'EC-prime256v1',
    NotAfter: Date.parse('2096-04-15T12:00:00Z') / 1_000,
  };
}

export interface PlanAnswers {
  readonly config?: DistributionConfig;
  readonly etag?: string;
  readonly certificates?: readonly Fields[];
  readonly holders?: readonly { readonly id: string; readonly aliases: readonly string[] }[];
}

/** AWS hides the start of the ID and of the account number (ListDomainConflicts). */
export const maskId = (id: string): string => id.slice(-6).padStart(id.length, '*');

function toConflicts({ id, aliases }: { readonly id: string; readonly aliases: readonly string[] }) {
  return aliases.map((Domain) => ({ Domain, ResourceId: maskId(id), AccountId: '******789012' }));
}

/** AWS answers what a plan needs: two rounds of calls, the second of them after the first. */
export function answerPlan(answers: PlanAnswers = {}, told: Told = {}): Record<'first' | 'second', Wire[]> {
  const { config = referenceConfig, etag = 'ETAG1', certificates = [certificate()], holders = [] } = answers;
  const list = listAnswer([{ id: reference, aliases: ['ref.example.com'] }, ...holders]);
  // For the index, and for a create whose result is unknown. A plan does not need it.
  onListDistributions(list, { times: 'any' });
  return {
    first: [
      onGetDistribution(reference, distributionAnswer({ id: reference, config, etag }), told),
      onListCertificates(jsonAnswer({ CertificateSummaryList: certificates }), told),
    ],
    second: [
      onListTags(tagsAnswer([{ Key: 'team', Value: 'web' }]), told),
      onListDomainConflicts(conflictsAnswer(holders.flatMap(toConflicts)), told),
    ],
  };
}

/** Cognito knows everybody who asks, by the address in the filter; `groups` by the name before the at sign. */
export function answerIdentity(told: Told = {}, groups: Readonly<Record<string, readonly string[]>> = {}): Wire[] {
  const users = (request: SeenRequest): Answer => {
    const address = /email = \\"([^"\\]+)\\"/.exec(request.body)?.[1] ?? '';
    return usersAnswer([cognitoUser(address)]);
  };
  const member = (request: SeenRequest): Answer => {
    const username = String(asFields(JSON.parse(request.body)).Username);
    return groupsAnswer(groups[username] ?? ['cdn-operators']);
  };
  return [onListUsers(users, told), onListGroups(member, told)];
}

/** The distribution as CloudFront would answer it: with the configuration that was sent. */
export function createdAnswer({ body }: SeenRequest, status = 201): Answer {
  const config = /<DistributionConfig>[\s\S]*<\/DistributionConfig>/.exec(body)?.[0] ?? '';
  const head = `<Id>${created}</Id><ARN>${arnOf(created)}</ARN><Status>InProgress</Status><DomainName>${hostOf(created)}</DomainName>`;
  return {
    status,
    body: `<?xml version="1.0"?><Distribution>${head}${config}</Distribution>`,
    headers: { 'content-type': 'text/xml', etag: 'ENEW1' },
  };
}

export function answerCreate(told: Told = {}): Wire {
  return onCreate((request) => createdAnswer(request), told);
}

/** Everything that one approval asks of AWS, once. */
export function answerApproval(): Wire {
  answerIdentity();
  answerPlan();
  return answerCreate();
}

export interface CardHandle {
  readonly ts: string;
  /** The digest on its buttons. */
  readonly value: string;
}

/** A card, by the whole command. */
export async function askForCard(testBot: TestBot, user = 'U0ANA'): Promise<CardHandle> {
  answerIdentity();
  answerPlan();
  const before = testBot.slack.cards().length;
  await testBot.command(cloneCommand, { user });
  return handleOf(await until('the card', () => testBot.slack.cards()[before]));
}

export function handleOf(message: SlackMessage): CardHandle {
  return { ts: message.ts, value: String(recordOf(message).digest) };
}

export function recordOf(message: SlackMessage | undefined): Fields {
  return asFields(message?.metadata?.event_payload);
}

/** The action IDs of the buttons that a message shows. */
export function buttonsOf(message: SlackMessage | undefined): string[] {
  const known: readonly string[] = Object.values(actions);
  return [...JSON.stringify(message?.blocks ?? []).matchAll(/"action_id":"([^"]+)"/g)]
    .map((match) => match[1] ?? '')
    .filter((id) => known.includes(id));
}

/** All that a message shows, as text. */
export function shownBy(message: SlackMessage | undefined): string {
  return `${message?.text ?? ''}\n${JSON.stringify(message?.blocks ?? [])}`;
}

/** The IDs of distributions that CloudFront was asked to create, by their CallerReference. */
export function referencesOf(wire: Wire): (string | undefined)[] {
  return wire.requests.map(({ body }) => textOf(body, 'CallerReference'));
}
