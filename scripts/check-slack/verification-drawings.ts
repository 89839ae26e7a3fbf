// The message that compares a clone with its reference, as large as it gets: every header, and a clone that fails.
import type { SiteCheck } from '../../src/clone/check-site.js';
import type { SiteAnswer } from '../../src/clone/site-answer.js';
import { verify } from '../../src/clone/verification.js';
import { renderVerification } from '../../src/slack/card/verification-message.js';
import { buildRecord, type RunFacts } from './card-walks.js';
import type { MessageDrawing } from './drawings.js';
import type { SamplePlan } from './sample-plans.js';

const dayMs = 86_400_000;
const long = 'x'.repeat(500);

function answer(status: number, now: Date): SiteAnswer {
  return {
    kind: 'response',
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': `max-age=60, ${long}`,
      age: '0',
      'x-cache': 'Error from cloudfront',
      server: 'AmazonS3',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    },
    present: ['content-security-policy', 'permissions-policy', 'set-cookie'],
    isRedirectLoop: false,
    certificate: {
      names: Array.from({ length: 50 }, (_, index) => `name-${index}.check.example.com`),
      validFrom: new Date(now.getTime() - dayMs),
      validTo: new Date(now.getTime() + dayMs),
      isTrusted: false,
    },
    bodyBytes: 1_000,
    isBodyWhole: true,
  };
}

/** The newer drawing and the plain one. */
export function drawVerification({ plan, name }: SamplePlan, facts: RunFacts): MessageDrawing[] {
  const { domain } = plan;
  const clone = answer(403, facts.now);
  const reference = { host: 'reference.example.com', answer: answer(200, facts.now) };
  const verification = verify({ host: domain, clone, reference, origin: undefined, now: facts.now });
  const check: SiteCheck = {
    host: domain,
    path: `/${'p'.repeat(200)}`,
    clone,
    reference,
    verification,
    dns: { points: 'no', found: undefined },
    isServing: false,
    isGone: false,
  };
  const { plainBlocks, ...line } = renderVerification(buildRecord(plan, 'deployed', facts), check, facts.now);
  return [
    { name: `verification (${name})`, ...line },
    { name: `verification (${name}, plain)`, ...line, blocks: plainBlocks },
  ];
}
