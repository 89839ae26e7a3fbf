import { mapConcurrently } from '../../src/concurrency/map-concurrently.js';
import { defer } from '../clone/fake-ports.js';

it('yields each result as soon as it exists, and works on a few at a time', async () => {
  const works = [0, 1, 2].map(() => defer<string>());
  const started: number[] = [];
  const results = mapConcurrently(works, 2, (work, index) => {
    started.push(index);
    return work.promise;
  });
  const first = results.next();
  expect(started).toEqual([0, 1]);
  works[1]?.keep('second');
  expect(await first).toEqual({ done: false, value: 'second' });
  expect(started).toEqual([0, 1, 2]);
  works[0]?.keep('first');
  expect(await results.next()).toEqual({ done: false, value: 'first' });
  works[2]?.keep('third');
  expect(await results.next()).toEqual({ done: false, value: 'third' });
  expect(await results.next()).toEqual({ done: true, value: undefined });
});

it('starts nothing more when the reader stops, and waits for what was started', async () => {
  const works = [0, 1, 2].map(() => defer<string>());
  const started: number[] = [];
  const results = mapConcurrently(works, 1, (work, index) => {
    started.push(index);
    return work.promise;
  });
  const first = results.next();
  works[0]?.keep('first');
  await first;
  const end = results.return(undefined);
  works[1]?.keep('second');
  await end;
  expect(started).toEqual([0, 1]);
});
