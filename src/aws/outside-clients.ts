// What it takes to read the settings that CloudFront keeps outside a distribution's configuration. Loaded late: the first
// plan needs it, and the start does not.
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { OutsideWrites } from '../clone/copy-settings.js';
import type { OutsideReads } from '../clone/outside-reads.js';
import { arrangeCalls, type ClientOptions, configureCalls, untimed } from './client-settings.js';
import type { JsonEndpoints } from './json-services.js';
import { createOutsideReads } from './outside-settings.js';
import { createOutsideWrites } from './outside-writes.js';
import { createSendSigned, type SendSigned } from './signed-call.js';

export interface OutsideClients {
  readonly reads: OutsideReads;
  readonly writes: OutsideWrites;
  /** What the check of the permissions asks with. */
  readonly logs: CloudWatchLogsClient;
  readonly send: SendSigned;
  close(): void;
}

export interface OutsideClientOptions extends ClientOptions {
  readonly endpoints: JsonEndpoints;
  readonly clock: () => number;
}

/** DescribeDeliveries and DescribeDeliverySources take 5 calls a second. */
const maxConcurrentCalls = 2;

export function createOutsideClients(cloudFront: CloudFrontClient, options: OutsideClientOptions): OutsideClients {
  const { time = untimed, endpoints, clock } = options;
  // Access logs of CloudFront are delivered from us-east-1 alone.
  const usEast1 = { ...configureCalls(options), region: 'us-east-1' };
  const logs = arrangeCalls(new CloudWatchLogsClient(usEast1), 'logs', time, maxConcurrentCalls);
  const send = createSendSigned(cloudFront, time);
  return {
    reads: createOutsideReads({ cloudFront, logs, send, endpoints, clock }),
    writes: createOutsideWrites(cloudFront, logs),
    logs,
    send,
    close: () => logs.destroy(),
  };
}
