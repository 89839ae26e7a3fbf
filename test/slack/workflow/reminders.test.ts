// When people are reminded: a table of moments that follow from the record and the time of the post alone.
import { findDueReminder, listReminders } from '../../../src/slack/workflow/reminders.js';

const minute = 60_000;
const postedAt = 1_795_000_000;
const ts = `${postedAt}.000100`;

function minutesOf(remindAfter: number, lifetime: number, waitingSince?: number): number[] {
  const record = {
    expires_at: postedAt + lifetime * 60,
    ...(waitingSince === undefined ? {} : { waiting_since: postedAt + waitingSince * 60 }),
  };
  return listReminders(record, ts, remindAfter * minute).map(({ atMs }) => (atMs - postedAt * 1_000) / minute);
}

test.each([
  ['after an hour, at doubling intervals, and an hour before the end', 60, 480, [60, 180, 420]],
  ['the last one is not said twice', 60, 120, [60]],
  ['with a longer life', 60, 1_440, [60, 180, 420, 900, 1_380]],
  ['with short intervals', 30, 480, [30, 90, 210, 420]],
  ['where an hour before the end comes too early, at its usual time', 60, 90, [60]],
  ['where the card is over before, never', 60, 60, []],
  ['where the card lives for less than an hour, until its end', 5, 40, [5, 15, 35]],
  ['where only one fits before the end, one', 10, 30, [10]],
])('%s', (_what, remindAfter, lifetime, expected) => {
  expect(minutesOf(remindAfter, lifetime)).toEqual(expected);
});

test('a card that was drawn anew starts again, and ends when it did before', () => {
  expect(minutesOf(60, 480, 100)).toEqual([160, 280, 420]);
});

test('thirty days with an interval of a second are few reminders', () => {
  expect(minutesOf(1 / 60, 30 * 1_440).length).toBeLessThan(25);
});

test('the latest of those that are due counts, and the last one says that it is', () => {
  const reminders = listReminders({ expires_at: postedAt + 8 * 3_600 }, ts, 60 * minute);
  const at = (minutes: number) => findDueReminder(reminders, new Date(postedAt * 1_000 + minutes * minute));
  expect(at(59)).toBeUndefined();
  expect(at(60)).toMatchObject({ number: 1, isLast: false });
  expect(at(419)).toMatchObject({ number: 2, isLast: false });
  expect(at(420)).toMatchObject({ number: 3, isLast: true });
});
