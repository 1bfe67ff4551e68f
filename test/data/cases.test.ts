/** Files that people have handed over, made small: what `doctor` says of each. Skipped where they are absent. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../fixtures/command-line.ts';

const cases = resolve(process.env['ASSIZE_CASES'] ?? '../shared/cases');
const isThere = existsSync(cases);
if (!isThere) console.warn(`skipped: no cases at ${cases}`);

const { assize, write } = commandLine();

interface Said {
  readonly files: readonly string[];
  readonly says: readonly string[];
  readonly code?: number;
}

/** By folder: what must be in the output, on one line. */
const expected: Readonly<Record<string, Said>> = {
  '01-json-lines-named-json': {
    files: ['ratings.json'],
    says: ['read as JSON lines', 'people: 2 (ann, bo)'],
  },
  '02-tab-or-semicolon-in-csv': { files: ['quoted-tabs.csv'], says: ['columns are separated by tabs'] },
  '03-list-cells': { files: ['choice.jsonl'], says: ['with a list of one answer', 'the labels F, P'] },
  '04-nan-words': { files: ['wide.csv'], says: ['label cells read as empty: nan (20)', '--scale ordinal'] },
  '05-true-false-beside-1-0': {
    files: ['wide.csv'],
    says: ['--wide ann,bo,llm --map True=1,False=0 --judge llm'],
  },
  '06-score-beside-yes-no': { files: ['geval.csv'], says: ['probs=1=geval', 'taken for a probability of 1'] },
  '07-model-counted-as-person': {
    files: ['ratings.csv'],
    says: ['--judge gpt-4o-mini', 'people: 2 (ann, bo)'],
  },
  '08-minus-one-for-no-score': { files: ['single.jsonl'], says: ['assize import fastchat single.jsonl'] },
  '09-fastchat-pair-judgments': { files: ['pair.jsonl'], says: ['assize import fastchat pair.jsonl'] },
  '10-arena-both-bad': { files: ['conv.jsonl'], says: ['assize import chatbot-arena conv.jsonl'] },
  '11-arena-one-hot': { files: ['arena.csv'], says: ['--one-hot winner_model_a,winner_model_b,winner_tie'] },
  '12-promptfoo-failed-grader': { files: ['results.json'], says: ['assize import promptfoo results.json'] },
  '13-prodigy': {
    files: ['annotations.jsonl'],
    says: ['--rater _annotator_id --label answer --abstain ignore'],
  },
  '14-mturk-batch': {
    files: ['batch.csv'],
    says: ['--item HITId --rater WorkerId', 'rejected work is left out'],
  },
  '15-toloka-tsv': { files: ['assignments.tsv'], says: ['--rater ASSIGNMENT:worker_id', 'control tasks'] },
  '16-google-forms': { files: ['forms.csv'], says: ["--rater 'Email Address' --wide-items"] },
  '17-columns-and-data-json': { files: ['mlflow.json'], says: ['a JSON table of columns and data'] },
  '18-nan-literal-in-jsonl': { files: ['r.jsonl'], says: ['every label is "1"'], code: 1 },
  '29-judgebench-gold-beside-judge': {
    files: ['out.jsonl'],
    says: ['judgments holds the verdicts in nested form', 'no command reads out.jsonl as it is'],
    code: 1,
  },
  '31-excel-semicolons': {
    files: ['ii-passfail-bom.csv'],
    says: ['item=Nr:wide=Anna,Bernd,Çelik', 'probs=ja=P(ja)'],
  },
  '32-utf16-tabs': { files: ['ii-unicode-text.txt'], says: ['read as UTF-16LE text', '--judge GPT-Score'] },
  '33-pandas-wide-probability': {
    files: ['v-pandas-nan.csv'],
    says: ['wide=alice,bob', 'label=judge:probs=1=judge_prob'],
  },
  '34-likert-without-probabilities': {
    files: ['vi-likert.csv'],
    says: ['--label score --scale ordinal --judge gpt-4o'],
  },
  '35-saved-chat-completions': {
    files: ['responses.jsonl', 'humans.csv'],
    says: ['assize import responses responses.jsonl --labels A,B,C', 'It reads 40 verdicts'],
  },
  '36-two-judges': { files: ['viii-two-judges.csv'], says: ['judges: claude (declared), gpt-4o (declared)'] },
  '37-people-0-1-judge-words': { files: ['ix-disjoint.csv'], says: ['--map Pass=1,Fail=0 --judge gpt'] },
  '38-promptfoo-table': {
    files: ['i-labeled-comma.csv'],
    says: ['label=Status', '--map FAIL=Fail,PASS=Pass'],
  },
  '39-label-studio-in-doctor': { files: ['export.json'], says: ['assize import label-studio export.json'] },
  '40-continuous-scores': {
    files: ['ii-utf8bom.csv'],
    says: ['GPT-Score gives scores with decimals', 'correlation of the two is 0.88'],
  },
  '43-judge-in-a-column-beside-people': {
    files: ['project.csv'],
    says: ['label=judge_label:confidence=judge_confidence:rater-name=judge'],
  },
  '44-several-criteria': { files: ['scores.csv'], says: ['--label helpfulness', '--out assize-correctness'] },
};

describe.skipIf(!isThere)('files that people have', () => {
  test.each(Object.entries(expected))('%s', async (folder, { files, says, code }) => {
    for (const file of files) await write(file, await readFile(join(cases, folder, file)));
    const found = await assize('doctor', ...files);
    const text = `${found.out} ${found.err}`.replaceAll(/\s+(?:\\\s+)?/g, ' ');
    for (const words of says) expect(text).toContain(words);
    if (code === undefined) expect([0, 3]).toContain(found.code);
    else expect(found.code).toBe(code);
  });
});
