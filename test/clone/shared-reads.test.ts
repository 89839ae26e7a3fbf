// Reads that orders share: asked once at a time, good for a while, never a "no" for those who come later.

import { refuse } from '../../src/clone/outcome.js';
import type { Distribution } from '../../src/clone/ports.js';
import type { Result } from '../../src/clone/result.js';
import { shareReads } from '../../src/clone/shared-reads.js';
import { answer, defer, fakeCertificates, fakeDistributions, makeDistribution } from './fake-ports.js';

function open(read: (id: string) => Promise<Result<Distribution>>) {
  let time = 0;
  const certificates = fakeCertificates();
  const shared = shareReads({ distributions: fakeDistributions({ read }), certificates }, 100, () => time);
  return { ...shared.distributions, pass: (milliseconds: number) => (time += milliseconds) };
}

test('those who ask while an answer is on its way share it', async () => {
  const slow = defer<Result<Distribution>>();
  const read = jest.fn(() => slow.promise);
  const shared = open(read);
  const both = Promise.all([shared.read('E1'), shared.read('E1')]);
  slow.keep({ ok: true, value: makeDistribution('E1') });
  const [one, other] = await both;
  expect(one).toBe(other);
  expect(read).toHaveBeenCalledTimes(1);
});

test('an answer is good for its lifetime and not longer, each key for itself', async () => {
  const read = jest.fn((id: string) => answer(makeDistribution(id)));
  const shared = open(read);
  await shared.read('E1');
  shared.pass(99);
  await shared.read('E1');
  await shared.read('E2');
  expect(read.mock.calls).toEqual([['E1'], ['E2']]);
  shared.pass(1);
  await shared.read('E1');
  expect(read).toHaveBeenCalledTimes(3);
});

test.each([
  ['a refusal', async (): Promise<Result<Distribution>> => refuse('throttled')],
  ['a fault', async (): Promise<Result<Distribution>> => Promise.reject(new Error('broken'))],
])('%s is not kept', async (_what, fail) => {
  const read = jest.fn(fail);
  const shared = open(read);
  await shared.read('E1').catch(() => undefined);
  await shared.read('E1').catch(() => undefined);
  expect(read).toHaveBeenCalledTimes(2);
});

test('what decides is always asked afresh', async () => {
  const create = jest.fn(async () => ({ kind: 'refused', refusal: refuse('throttled') }) as const);
  const listDomainConflicts = jest.fn(() => answer([]));
  const distributions = fakeDistributions({ create, listDomainConflicts });
  const shared = shareReads({ distributions, certificates: fakeCertificates() }, 100, () => 0);
  for (let n = 0; n < 2; n++) {
    await shared.distributions.create({} as never, []);
    await shared.distributions.listDomainConflicts('a.example.com', 'E1');
  }
  expect(create).toHaveBeenCalledTimes(2);
  expect(listDomainConflicts).toHaveBeenCalledTimes(2);
});
