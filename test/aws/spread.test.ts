// Every call's work is spread over turns of the event loop, and comes out the same.
import { CloudFrontClient, ListTagsForResourceCommand } from '@aws-sdk/client-cloudfront';
import nock from 'nock';
import { spreadCalls } from '../../src/aws/spread.js';
import { countTurns } from '../support/time.js';

const host = 'https://cloudfront.amazonaws.com';
const arn = 'arn:aws:cloudfront::123456789012:distribution/EREFERENCE0001';

function makeClient(): CloudFrontClient {
  return spreadCalls(
    new CloudFrontClient({
      region: 'us-east-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    }),
  );
}

function answerTags(status: number, body: string): void {
  nock(host)
    .get(/tagging/)
    .reply(status, body, { 'content-type': 'text/xml' });
}

test('answers that arrive together are not read in one turn', async () => {
  const client = makeClient();
  const turns: number[] = [];
  const loop = countTurns();
  // Between the SDK's reader and the way back: where the answer has just been read.
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      turns.push(loop.turn);
      return answer;
    },
    { step: 'serialize', name: 'noteTurn' },
  );
  for (const name of ['a', 'b', 'c']) {
    answerTags(200, `<Tags><Items><Tag><Key>name</Key><Value>${name}</Value></Tag></Items></Tags>`);
  }
  const answers = await Promise.all(
    [1, 2, 3].map(() => client.send(new ListTagsForResourceCommand({ Resource: arn }))),
  );
  loop.stop();
  expect(answers.map(({ Tags }) => Tags?.Items?.[0]?.Value).sort()).toEqual(['a', 'b', 'c']);
  expect(new Set(turns).size).toBe(3);
  client.destroy();
});

test('an error is read as ever', async () => {
  const client = makeClient();
  answerTags(
    404,
    '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchResource</Code><Message>gone</Message></Error><RequestId>r-1</RequestId></ErrorResponse>',
  );
  await expect(client.send(new ListTagsForResourceCommand({ Resource: arn }))).rejects.toMatchObject({
    name: 'NoSuchResource',
    message: 'gone',
    $metadata: { requestId: 'r-1', httpStatusCode: 404 },
  });
  client.destroy();
});
