// Which IAM actions each feature needs: one table. docs/setup-aws.md, the templates in deploy/, and the check at the start
// go by it, and test/deploy holds them together.

/** What the bot does besides the create, as AUTOMATE names it. */
type Step = 'access' | 'logs' | 'metrics';

export interface Feature {
  readonly title: string;
  readonly actions: readonly string[];
  /** Needed only where AUTOMATE names this step. */
  readonly step?: Step;
  /** Needed only by references that have this. */
  readonly reference?: string;
  /** Needed only where clones are undone. It may be left out, and then an undo says which permission is missing. */
  readonly isForUndo?: true;
  /** Only the bot in Slack needs it; the REST API knows people by their tokens. */
  readonly isForSlack?: true;
}

export const features: readonly Feature[] = [
  {
    title: 'planning a clone',
    actions: [
      'cloudfront:GetDistribution',
      'cloudfront:ListTagsForResource',
      'cloudfront:ListDistributions',
      'cloudfront:ListDomainConflicts',
      'cloudfront:GetCachePolicy',
      'cloudfront:GetOriginRequestPolicy',
      'cloudfront:ListOriginAccessControls',
      'acm:ListCertificates',
      'acm:DescribeCertificate',
    ],
  },
  {
    title: 'saying which settings outside the configuration the clone will not have',
    actions: [
      'logs:DescribeDeliverySources',
      'logs:DescribeDeliveries',
      'cloudfront:GetMonitoringSubscription',
      'shield:DescribeProtection',
      'pricingplanmanager:ListSubscriptions',
    ],
  },
  { title: 'creating a clone', actions: ['cloudfront:CreateDistribution', 'cloudfront:TagResource'] },
  { title: 'finding clones by their tags', actions: ['tag:GetResources'] },
  {
    title: 'knowing who may ask and approve',
    actions: ['cognito-idp:ListUsers', 'cognito-idp:AdminListGroupsForUser'],
    isForSlack: true,
  },
  {
    title: 'creating origin access controls (AUTOMATE=access)',
    actions: ['cloudfront:CreateOriginAccessControl'],
    step: 'access',
  },
  {
    title: 'creating access log deliveries (AUTOMATE=logs)',
    actions: ['logs:PutDeliverySource', 'logs:CreateDelivery', 'cloudfront:AllowVendedLogDeliveryForResource'],
    step: 'logs',
  },
  {
    title: 'creating additional metrics (AUTOMATE=metrics)',
    actions: ['cloudfront:CreateMonitoringSubscription'],
    step: 'metrics',
  },
  {
    title: 'undoing a clone',
    actions: ['cloudfront:UpdateDistribution', 'cloudfront:DeleteDistribution', 'cloudfront:UntagResource'],
    isForUndo: true,
  },
  {
    title: 'clones with legacy access logs',
    actions: ['s3:GetBucketAcl', 's3:PutBucketAcl'],
    reference: 'legacy access logs to S3',
  },
  {
    title: 'clones with Lambda@Edge',
    actions: ['lambda:GetFunction', 'lambda:EnableReplication*', 'iam:CreateServiceLinkedRole'],
    reference: 'Lambda@Edge',
  },
  { title: 'clones with a web ACL', actions: ['wafv2:GetWebACL'], reference: 'a web ACL' },
  { title: 'clones with a VPC origin', actions: ['cloudfront:GetVpcOrigin'], reference: 'a VPC origin' },
];

/** What the bot needs whatever the references are like. */
export function listFeatures(automate: readonly Step[]): Feature[] {
  return features.filter(({ step, reference }) => reference === undefined && (!step || automate.includes(step)));
}

/** What a harmless call has told of an action. */
export type ProbeResult = 'granted' | 'denied' | 'unknown';

export interface PermissionReport {
  readonly lacking: readonly { readonly feature: string; readonly actions: readonly string[] }[];
  /** AWS did not say. */
  readonly unknown: readonly string[];
  /** Actions that write: only doing it would tell. */
  readonly unchecked: readonly string[];
  readonly checkedAt: Date;
}

export function buildReport(
  wanted: readonly Feature[],
  results: ReadonlyMap<string, ProbeResult>,
  checkedAt: Date,
): PermissionReport {
  const actions = wanted.flatMap((feature) => feature.actions);
  const lacking = wanted.flatMap(({ title, actions }) => {
    const denied = actions.filter((action) => results.get(action) === 'denied');
    return denied.length > 0 ? [{ feature: title, actions: denied }] : [];
  });
  return {
    lacking,
    unknown: actions.filter((action) => results.get(action) === 'unknown'),
    unchecked: actions.filter((action) => !results.has(action)),
    checkedAt,
  };
}
