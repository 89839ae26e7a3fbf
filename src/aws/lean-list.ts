// A page of distributions without what nobody reads: a summary repeats nearly the whole configuration, and parsing a
// page of it would hold up everything else for longer than all other work on a command.
import type { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';

/** Elements of a DistributionSummary that are cut out. Text cannot look like them: XML escapes it. */
const unread =
  /<(Origins|OriginGroups|DefaultCacheBehavior|CacheBehaviors|CustomErrorResponses|Restrictions|ViewerCertificate)>.*?<\/\1>/gs;

export function cutUnread(xml: string): string {
  return xml.replace(unread, '');
}

/** The command, which takes its answer lighter than it came; what is not understood stays as it is. */
export function leanly(command: ListDistributionsCommand): ListDistributionsCommand {
  command.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const { response } = answer;
      if (isXmlAnswer(response)) response.body = Buffer.from(cutUnread(await readText(response.body)));
      return answer;
    },
    // Nearer to the wire than the parser.
    { step: 'deserialize', name: 'cutUnread', priority: 'low' },
  );
  return command;
}

interface XmlAnswer {
  body: AsyncIterable<Uint8Array> | Uint8Array;
}

function isXmlAnswer(response: unknown): response is XmlAnswer {
  if (typeof response !== 'object' || response === null) return false;
  if (!('statusCode' in response) || response.statusCode !== 200 || !('body' in response)) return false;
  return typeof response.body === 'object' && response.body !== null && Symbol.asyncIterator in response.body;
}

async function readText(body: XmlAnswer['body']): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
