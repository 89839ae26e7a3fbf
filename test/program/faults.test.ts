// The fault matrix, through the built program: each call to the outside, once lost before and after its effect,
// throttled, slow, and refused. A row says what must hold.
import { approve, arrange, aws, type Call, isDone, type Kind, results, slack, state } from '../support/fault-matrix.js';
import {
  listClones,
  listEphemerals,
  openChannel,
  type Program,
  people,
  requestCard,
  startProgram,
  until,
} from '../support/program.js';

jest.setTimeout(120_000);

/** So many seconds pass in one second of the machine. */
const speed = 10;

/** What must hold when the call is refused for good; whatever passes ends in a clone. */
const refused: Record<Call, { readonly made: 0 | 1; readonly state: string; readonly told: RegExp | undefined }> = {
  GetDistribution: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  ListCertificates: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  ListTagsForResource: { made: 0, state: 'pending', told: /permission.*Nothing was created/ },
  // A courtesy of AWS, not a condition.
  ListDomainConflicts: { made: 1, state: 'cloned', told: undefined },
  ListUsers: { made: 0, state: 'pending', told: /could not check who you are.*Nothing was created/ },
  AdminListGroupsForUser: { made: 0, state: 'pending', told: /could not check who you are.*Nothing was created/ },
  CreateDistributionWithTags: { made: 0, state: 'failed', told: undefined },
  'users.info': { made: 0, state: 'pending', told: /could not check who you are.*Nothing was created/ },
  'conversations.replies': { made: 0, state: 'pending', told: /could not be read back.*Nothing was created/ },
  'chat.update': { made: 0, state: 'pending', told: /did not record the approval.*Nothing was created/ },
  // The approval has to stand in the thread before anything is created.
  'chat.postMessage': { made: 0, state: 'pending', told: /did not record the approval.*Nothing was created/ },
};

const passing: Kind[] = ['lost-before', 'lost-after', 'throttled', 'slow'];
const rows = [...aws, ...slack].flatMap((call) => passing.map((kind) => [call, kind] as const));

describe('a call that fails once', () => {
  let program: Program;
  let serial = 0;
  beforeAll(async () => {
    program = await startProgram({ mode: 'http', deploySeconds: 6_000, speed });
  });
  afterAll(() => program.close());

  it.each(rows)('%s %s ends in one distribution and one result', async (call, kind) => {
    const place = openChannel(program, `C0FAULT${String(++serial).padStart(4, '0')}`);
    const before = listClones(program).length;
    const card = await requestCard(
      program,
      `f${serial}.example.com new-origin.example.net EREFERENCE0001`,
      people.ana,
      place,
    );
    arrange(program, call, kind);
    await approve(program, card.ts, place);
    await until('the card to say cloned', () => isDone(program, card.ts, place), 40_000);
    expect(listClones(program)).toHaveLength(before + 1);
    expect(results(program, card.ts, place)).toHaveLength(1);
  });
});

describe('a call that is refused for good', () => {
  it.each([...aws, ...slack])('%s ends as its row says', async (call) => {
    const program = await startProgram({ mode: 'http', deploySeconds: 600, speed });
    try {
      const expected = refused[call];
      const card = await requestCard(program);
      arrange(program, call, 'refused');
      await approve(program, card.ts);
      await until(
        'the last word',
        () => {
          const told = listEphemerals(program, people.bo);
          const isTold = expected.told === undefined || told.some((text) => expected.told?.test(text));
          return isTold && state(program, card.ts) === expected.state;
        },
        40_000,
      );
      expect(listClones(program)).toHaveLength(expected.made);
      expect(results(program, card.ts).length).toBeLessThanOrEqual(expected.made);
    } finally {
      await program.close();
    }
  });
});
