// The two that the scenario is played on: AWS through the program's own clients, and a fake of AWS in this process.
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { startAws } from '../../sandbox/fakes/aws/server.js';
import type { Certificate } from '../../src/clone/certificate.js';
import { type Expectations, toKey } from './compare.js';
import type { Program } from './program.js';
import { buildNames } from './samples.js';
import { playScenario } from './scenario.js';
import type { Answer, Clients, Target } from './session.js';

export function createTarget(program: Program, clients: Clients): Target {
  return {
    ...clients,
    program,
    distributions: program.createDistributions(clients.cloudFront),
    certificates: program.createCertificates(clients.acm),
  };
}

/** Clients that reach a fake on this machine, whatever the environment says. */
export function createFakeClients(url: string): Clients & { close(): void } {
  const settings = {
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 1,
  };
  const cloudFront = new CloudFrontClient(settings);
  const acm = new ACMClient(settings);
  const tagging = new ResourceGroupsTaggingAPIClient(settings);
  const close = () => {
    for (const client of [cloudFront, acm, tagging]) client.destroy();
  };
  return { cloudFront, acm, tagging, close };
}

/** What the fake answers to each call of the scenario, in an account that has this certificate alone. */
export async function askFake(
  program: Program,
  given: { readonly certificate: Certificate; readonly domain: string; readonly now: () => Date },
): Promise<Expectations> {
  const { certificate, domain, now } = given;
  const seed = {
    arn: certificate.arn,
    domainName: certificate.names[0] ?? domain,
    names: [...certificate.names],
    createdAt: now().toISOString(),
  };
  const aws = await startAws({ now, seed: { certificates: [seed] } });
  const clients = createFakeClients(aws.url);
  const answers = new Map<string, Answer>();
  try {
    await playScenario({
      target: createTarget(program, clients),
      names: buildNames('expected', domain),
      certificateArn: certificate.arn,
      made: { createdAtMs: new Map(), isAnyUnanswered: false },
      now,
      // The fake shows what was written at once, so there is nothing to wait for.
      pause: async () => undefined,
      checkpoint: () => undefined,
      record: (part, name, answer) => void answers.set(toKey(part, name), answer),
      measure: () => undefined,
    });
  } finally {
    clients.close();
    await aws.close();
  }
  return answers;
}
