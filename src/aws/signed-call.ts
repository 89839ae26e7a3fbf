// One signed POST in JSON to an AWS service that has no client here. The JavaScript SDK has none for the Pricing Plan
// Manager, and its client for Shield brings nine packages for one read. Credentials, signature, timeouts and proxy are
// those of the CloudFront client. There are no retries: whoever calls does without the answer.
import type { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import * as z from 'zod';
import { classifyAwsError } from './errors.js';
import type { AwsService, TimeAwsCall } from './middleware/call-metrics.js';

export interface SignedCall {
  readonly service: AwsService;
  /** The name under which the service is signed for and, where it differs, its IAM prefix. */
  readonly signingName: string;
  readonly endpoint: string;
  readonly operation: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type SendSigned = (call: SignedCall) => Promise<unknown>;

/** Everything here is asked in us-east-1. */
const signingRegion = 'us-east-1';
const maxAnswerBytes = 1_000_000;

const errorSchema = z.object({
  __type: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/** Answers the parsed JSON. Throws an error that reads like one of the SDK: see readAwsError. */
export function createSendSigned({ config }: CloudFrontClient, time: TimeAwsCall): SendSigned {
  return async ({ service, signingName, endpoint, operation, path, headers, body }) => {
    const end = time(service, operation);
    try {
      const answer = await send();
      end('ok');
      return answer;
    } catch (error) {
      end(classifyAwsError(error));
      throw error;
    }

    async function send(): Promise<unknown> {
      const { protocol, hostname, host, port } = new URL(endpoint);
      const signer = await config.signer({ name: 'sigv4', signingName, signingRegion, properties: {} });
      const signed = await signer.sign({
        method: 'POST',
        protocol,
        hostname,
        ...(port === '' ? {} : { port: Number(port) }),
        path,
        query: {},
        headers: { host, ...headers },
        body: JSON.stringify(body),
      });
      const { response } = await config.requestHandler.handle(signed);
      const bytes = await config.streamCollector(response.body);
      if (bytes.length > maxAnswerBytes) throw new Error('The answer is too large.');
      const text = Buffer.from(bytes).toString('utf8');
      if (response.statusCode >= 400) throw toError(response.statusCode, response.headers, text);
      return text === '' ? {} : JSON.parse(text);
    }
  };
}

/** AWS JSON 1.1 and restJson1 name an error in this header or in the body, perhaps with a namespace and a link. */
function toError(status: number, headers: Readonly<Record<string, string>>, text: string): Error {
  const parsed = errorSchema.safeParse(parse(text));
  const said = parsed.success ? parsed.data : {};
  const type = headers['x-amzn-errortype'] ?? said.__type ?? said.code ?? 'UnknownError';
  const name = type.split(':')[0]?.split('#').at(-1) ?? type;
  const error = new Error(said.message ?? said.Message ?? name);
  error.name = name;
  return Object.assign(error, {
    $metadata: { httpStatusCode: status, requestId: headers['x-amzn-requestid'] },
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
