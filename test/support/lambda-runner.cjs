// Lambda's runtime in small: loads the function named by its argument, hands it each event that comes as a message, one
// at a time, and sends back what it answers or throws.
const { performance } = require('node:perf_hooks');

const before = performance.now();
const { handler } = require(process.argv[2]);
const loaded = performance.now() - before;
let queue = Promise.resolve();

process.channel.ref();
process.on('message', ({ id, event, milliseconds }) => {
  queue = queue.then(async () => {
    const begun = performance.now();
    const context = {
      awsRequestId: id,
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:cf-clone',
      getRemainingTimeInMillis: () => milliseconds - (performance.now() - begun),
    };
    try {
      const promise = handler(event, context);
      if (!(promise instanceof Promise)) throw new Error('the handler gave no promise');
      const answer = await promise;
      process.send({ id, answer, loaded, answered: performance.now() - begun });
    } catch (error) {
      process.send({ id, error: String(error) });
    }
  });
});
