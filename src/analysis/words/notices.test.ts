import { expect, test } from 'vitest';
import { notice } from '../../stats/index.ts';
import { placedWarnings, said, saidWarning } from './notices.ts';

test('a warning stands before the answers, unless one of them says it', () => {
  const why = notice('few-clusters', { clusters: 20, from: 100 });
  const thin = saidWarning(notice('thin-evidence', { judge: 'm', why: { ...why } }));
  const lean = saidWarning(notice('side-bias', { judge: 'm', side: 'first' }));
  const unknown = saidWarning(notice('selection-unknown', { items: 3 }));
  const standing = saidWarning(notice('no-clusters', {}));
  const all = [thin, lean, unknown, standing];
  const refused = { text: '', reason: { text: unknown.text } };
  const answers = [{ text: `72%. Take the difference with care: ${said(why).text}.` }, refused];
  expect(placedWarnings(all, answers)).toEqual({ first: [lean], inAnswers: [thin, unknown] });
  expect(placedWarnings(all, [])).toEqual({ first: [thin, lean, unknown], inAnswers: [] });
});
