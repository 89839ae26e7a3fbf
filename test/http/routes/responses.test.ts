// What programs read about a plan.
import { toPlanResponse } from '../../../src/http/routes/responses.js';
import { planOf } from '../../support/plans.js';

test('the sentences of warnings have no Markdown; names stand in quotation marks', () => {
  const { warnings } = toPlanResponse(planOf(), 'r-1');
  const sentences = warnings.flatMap(({ sentence, action }) => [sentence, action]);
  expect(sentences.filter((sentence) => sentence.includes('`'))).toEqual([]);
  expect(sentences.join(' ')).toMatch(/“[^”]+”/);
});
