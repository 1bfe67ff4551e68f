import { expect, test } from 'vitest';
import { isNestedVerdicts } from './nested-verdicts.ts';
import { readStudy } from '../read-study.ts';
import type { StudyInput } from '../read-options.ts';

test.each([
  ['judgments', '[{"decision": "A"}]', true],
  ['verdict', '{"label": "A", "why": "x"}', true],
  ['judgments', '["A", "B"]', false],
  ['judgments', '[{"tokens": 3}]', false],
  ['judgments', 'A', false],
  ['metadata', '[{"label": "A"}]', false],
])('%s with %s: %s', (column, cell, nested) => {
  expect(isNestedVerdicts(column, cell)).toBe(nested);
});

/** The right answer in `label`, the judge's own verdicts inside `judgments`. */
const lines = ['A', 'B']
  .map((gold, at) =>
    JSON.stringify({
      pair: `p${at}`,
      label: gold,
      judge_name: 'arena',
      judgments: [{ decision: 'A' }, { decision: 'B' }],
    }),
  )
  .join('\n');

test('the label beside nested verdicts is not taken for the judge’s', async () => {
  const file = (source: StudyInput['source']): StudyInput => ({
    name: 'out.jsonl',
    source,
    open: () => [Buffer.from(lines)],
  });
  const columns = { item: 'pair', rater: 'judge_name', label: 'label' };
  const options = { judges: ['arena'] };
  await expect(readStudy([file({ columns })], options)).rejects.toThrow(
    'out.jsonl line 1: column "judgments" holds the verdicts in nested form, so whose label "label" ' +
      'is cannot be told: of "judge_name", or the right answer',
  );
  const study = await readStudy([file({ columns, ignore: ['judgments'] })], options);
  expect(study.raters.map(({ id, kind }) => [id, kind])).toEqual([['arena', 'judge']]);
});
