// What is wrong with the lines of a request for several clones.
import type { LineProblem, NumberedProblem, TextProblem } from '../clone/parse-lines.js';
import { quote } from '../clone/visible-text.js';
import { describeHostnameProblem } from './refusals/hostname.js';

/** So many problems are read at once. */
const maxShown = 5;

/** All of them in one text: "Line 3: …". */
export function describeLineProblems(problems: readonly NumberedProblem[], whole?: TextProblem): string {
  const rest = problems.length - maxShown;
  return [
    ...(whole ? [describeWhole(whole)] : []),
    ...problems.slice(0, maxShown).map(({ line, problem }) => `Line ${line}: ${describeProblem(problem)}`),
    ...(rest > 0 ? [rest === 1 ? 'There is 1 more problem.' : `There are ${rest} more problems.`] : []),
  ].join(' ');
}

function describeWhole(whole: TextProblem): string {
  switch (whole.kind) {
    case 'no_lines':
      return 'Give one line for each clone.';
    case 'too_many_lines':
      return `There are ${whole.lines} lines, and at most ${whole.max} are possible at a time.`;
    default:
      return whole satisfies never;
  }
}

function describeProblem(problem: LineProblem): string {
  switch (problem.kind) {
    case 'hostname':
      return describeHostnameProblem(problem.problem);
    case 'no_origin':
      return 'The origin is missing. Add it to the line, or give one origin for all.';
    case 'too_many_words':
      return `There are ${problem.words} words where a domain and an origin belong.`;
    case 'repeated':
      return `${quote(problem.domain)} is in line ${problem.first} already.`;
    case 'same_host':
      return `Domain and origin are both ${quote(problem.host)}; the distribution would fetch from itself.`;
    default:
      return problem satisfies never;
  }
}
