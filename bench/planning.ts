// Planning alone: a large reference with everything in it, against a copy of the same configuration.
import type { CloneConfig } from '../src/clone/distribution.js';
import type { PlanInput } from '../src/clone/plan.js';
import {
  behavior,
  bucketOrigin,
  customOrigin,
  failoverGroup,
  header,
  listOf,
  makeConfig,
  makeInput,
} from '../test/clone/references.js';
import type { Figure } from './report.js';
import { compare, timeLoop } from './sample.js';

const origins = 100;
const behaviors = 75;
const groups = 10;

/** The program as it is run: compiled, not through a loader. */
const { buildPlan }: typeof import('../src/clone/plan.js') = require('../dist/clone/plan.js');
const {
  packFields,
}: typeof import('../src/slack/card/plan-snapshot.js') = require('../dist/slack/card/plan-snapshot.js');

/** As large as CloudFront takes it after a raise of its quotas: 100 origins, 75 behaviors, 10 origin groups. */
export function makeLargeInput(): PlanInput {
  const config = makeConfig({
    origins: [
      customOrigin({ CustomHeaders: listOf([header('X-Origin-Secret'), header('X-Site', 'ref')]) }),
      ...Array.from({ length: origins - 1 }, (_, n) =>
        n % 3 === 0
          ? bucketOrigin({ Id: `bucket-${n}`, DomainName: `bucket-${n}.s3.eu-west-1.amazonaws.com` })
          : customOrigin({
              Id: `origin-${n}`,
              DomainName: `host-${n}.example.org`,
              CustomHeaders: listOf([header('X-Key')]),
            }),
      ),
    ],
    groups: Array.from({ length: groups }, (_, n) =>
      failoverGroup(`group-${n}`, `bucket-${n * 3}`, `origin-${n * 3 + 1}`),
    ),
    behaviors: Array.from({ length: behaviors }, (_, n) =>
      behavior(`/part-${n}/*`, n < groups ? `group-${n}` : 'main', {
        SmoothStreaming: false,
        Compress: true,
        FieldLevelEncryptionId: '',
        AllowedMethods: {
          Quantity: 3,
          Items: ['GET', 'HEAD', 'OPTIONS'],
          CachedMethods: { Quantity: 2, Items: ['GET', 'HEAD'] },
        },
        TrustedSigners: { Enabled: false, Quantity: 0 },
        TrustedKeyGroups: { Enabled: false, Quantity: 0 },
        LambdaFunctionAssociations: { Quantity: 0 },
        FunctionAssociations: listOf([
          { EventType: 'viewer-request' as const, FunctionARN: `arn:aws:cloudfront::123456789012:function/f-${n}` },
        ]),
      }),
    ),
  });
  return makeInput(config, { forwardsHost: new Map([['policy-1', false]]) });
}

export async function measurePlanning(): Promise<Figure> {
  const input = makeLargeInput();
  const { CallerReference: _theirs, ...config } = input.reference.config;
  const copied: CloneConfig = config;
  const planned = buildPlan(input);
  if (!planned.ok) throw new Error(planned.outcome);
  const plan = planned.value;
  const bytes = JSON.stringify(copied).length;
  const works = [() => structuredClone(copied), () => buildPlan(input), () => packFields(plan)] as const;
  for (const work of works) timeLoop(work, 500);
  const [copy = 0, planning = 0, packing = 0] = await compare(
    15,
    works.map((work) => () => timeLoop(work, 60)),
  );
  return {
    title: 'Planning',
    how: `A reference with ${origins} origins, ${behaviors} behaviors and ${groups} origin groups (${Math.round(bytes / 1_024)} kB of JSON); medians of 15 rounds in turn.`,
    limit: '`structuredClone` of the same configuration.',
    rows: [
      {
        what: 'the plan: copy, edits, warnings, changes, digest',
        measured: planning,
        limit: copy,
        unit: 'µs',
        maxRatio: 10,
      },
      { what: 'its fields packed for the card', measured: packing, limit: copy, unit: 'µs' },
    ],
    checks: [{ says: 'the same input gives the same digest', holds: samePlan(input, plan.digest) }],
  };
}

function samePlan(input: PlanInput, digest: string): boolean {
  const again = buildPlan(input);
  return again.ok && again.value.digest === digest;
}
