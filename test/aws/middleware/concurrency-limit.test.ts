// So many calls of a client at a time, whatever becomes of them.
import { limitCalls } from '../../../src/aws/middleware/concurrency-limit.js';

type Handler = (args: unknown) => Promise<unknown>;

function start(most: number, work: Handler) {
  let wrap: (next: Handler) => Handler = (next) => next;
  const add = (middleware: typeof wrap): void => {
    wrap = middleware;
  };
  limitCalls({ middlewareStack: { add } }, most);
  return wrap(work);
}

it('holds back what is over the limit, and lets it go in its order', async () => {
  const open: { name: unknown; end: () => void }[] = [];
  const call = start(2, (name) => new Promise((resolve) => open.push({ name, end: () => resolve(name) })));
  const calls = ['a', 'b', 'c', 'd'].map((name) => call(name));
  await Promise.resolve();
  expect(open.map(({ name }) => name)).toEqual(['a', 'b']);
  open[0]?.end();
  await calls[0];
  await new Promise(setImmediate);
  expect(open.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  for (const index of [1, 2]) open[index]?.end();
  await new Promise(setImmediate);
  open[3]?.end();
  expect(await Promise.all(calls)).toEqual(['a', 'b', 'c', 'd']);
});

it('gives the place of a call that failed to the next', async () => {
  const call = start(1, async (name) => {
    if (name === 'bad') throw new Error('no');
    return name;
  });
  const answers = await Promise.allSettled([call('bad'), call('good'), call('bad'), call('fine')]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled']);
});
