// A mock of CloudFront that keeps what it created: one distribution for each CallerReference, even when its answers are lost.

import { actions } from '../../src/slack/card/buttons.js';
import {
  answerIdentity,
  type CardHandle,
  certificate,
  created,
  createdAnswer,
  domain,
  reference,
  referenceConfig,
} from './aws-answers.js';
import {
  type Answer,
  cloudFrontError,
  conflictsAnswer,
  distributionAnswer,
  jsonAnswer,
  listAnswer,
  onCreate,
  onGetDistribution,
  onListCertificates,
  onListDistributions,
  onListDomainConflicts,
  onListTags,
  type SeenRequest,
  tagsAnswer,
  type Wire,
} from './aws-wire.js';
import type { TestBot } from './test-bot.js';
import type { Latch } from './time.js';

/** What becomes of one call of CreateDistributionWithTags. */
export type AnswerFault = 'answered' | 'lost before' | 'lost after' | 'unavailable' | 'throttled';

export interface OneDistribution {
  /** Every create that arrived. */
  readonly creates: Wire;
  /** The create that was carried out. */
  made(): SeenRequest | undefined;
}

/** The faults of the first creates, in order; all that follow are answered. */
export function mockCloudFront(faults: readonly AnswerFault[] = [], latch?: Latch): OneDistribution {
  let made: SeenRequest | undefined;
  const told = { times: 'any' } as const;
  const carryOut = (request: SeenRequest): Answer => {
    if (made)
      return cloudFrontError(409, 'DistributionAlreadyExists', `The reference is used. Already exists: ${created}`);
    made = request;
    return createdAnswer(request);
  };
  const creates = onCreate(
    (request, count) => {
      switch (faults[count - 1] ?? 'answered') {
        case 'lost before':
          return 'dropped';
        case 'lost after':
          carryOut(request);
          return 'dropped';
        case 'unavailable':
          return cloudFrontError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.');
        case 'throttled':
          return cloudFrontError(400, 'Throttling', 'Rate exceeded');
        default:
          return carryOut(request);
      }
    },
    { ...told, ...(latch ? { latch } : {}) },
  );
  const old = { id: reference, aliases: ['ref.example.com'] };
  onListDistributions(() => listAnswer(made ? [old, { id: created, aliases: [domain] }] : [old]), told);
  onGetDistribution(reference, distributionAnswer({ id: reference, config: referenceConfig }), told);
  onGetDistribution(
    created,
    () => (made ? createdAnswer(made, 200) : cloudFrontError(404, 'NoSuchDistribution', 'There is none.')),
    told,
  );
  onListTags(
    ({ uri }) => tagsAnswer(made && uri.includes(created) ? readTags(made) : [{ Key: 'team', Value: 'web' }]),
    told,
  );
  onListCertificates(jsonAnswer({ CertificateSummaryList: [certificate()] }), told);
  onListDomainConflicts(conflictsAnswer([]), told);
  return { creates, made: () => made };
}

function readTags({ body }: SeenRequest) {
  const pairs = [...body.matchAll(/<Key>([^<]*)<\/Key><Value>([^<]*)<\/Value>/g)];
  return pairs.map(([, Key = '', Value = '']) => ({ Key, Value }));
}

/** Approved by Bo, with CloudFront's answers as fated. */
export async function approveWith(testBot: TestBot, card: CardHandle, faults: readonly AnswerFault[] = []) {
  answerIdentity({ times: 'any' });
  const cloud = mockCloudFront(faults);
  await testBot.press(actions.approve, card, { user: 'U0BO' });
  await testBot.finish();
  return cloud;
}
