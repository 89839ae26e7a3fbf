// Compares what AWS answers with what the fake answered to the same call.
import type { Part, Report } from './report.js';
import type { Answer } from './session.js';

const maxMessageChars = 140;

/** The answers of the fake, by the line of the report. */
export type Expectations = ReadonlyMap<string, Answer>;

export const toKey = (part: Part, name: string): string => `${part} ${name}`;

export function compare(report: Report, expected: Expectations, line: { part: Part; name: string }, answer: Answer) {
  const { part, name } = line;
  const fake = expected.get(toKey(part, name));
  if (answer.isUnclear) {
    report.add({ part, name, verdict: 'failed', detail: describe(answer) });
  } else if (fake?.code === answer.code && fake.status === answer.status) {
    report.add({ part, name, verdict: 'same', detail: describe(answer) });
  } else {
    const detail = `AWS: ${describe(answer)} · fake: ${fake ? describe(fake) : 'was not asked'}`;
    report.add({ part, name, verdict: 'differs', detail });
  }
}

function describe({ code, status, message = '' }: Answer): string {
  const line = message.replace(/\s+/g, ' ').trim();
  const short = line.length > maxMessageChars ? `${line.slice(0, maxMessageChars - 1)}…` : line;
  return [code, ...(status === undefined ? [] : [String(status)]), ...(short ? [short] : [])].join(' ');
}
