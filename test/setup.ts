// Every test file: no network beyond this machine, and every mock that was asked for must have been used.
import nock from 'nock';

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
});

afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  if (left.length > 0) throw new Error(`unused HTTP mocks: ${left.join(', ')}`);
});

// Node's http module is shared by the files of a worker, nock's state is not: leaving it patched breaks the next file.
afterAll(() => nock.restore());
