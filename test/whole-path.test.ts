/**
 * Any small study goes the whole way, file to report, in every mode of the consensus: answered or refused,
 * never a stack and never a bare NaN.
 */
import { expect, test } from 'vitest';
import { analysisSchema, calibrate, diagnose } from '../src/analysis/index.ts';
import { DataError, readStudy } from '../src/data/index.ts';
import { renderConsensusCsv, renderJson, renderRatersCsv, renderReport } from '../src/report/index.ts';
import { type Random, createRandom, drawIndex } from '../src/stats/index.ts';

/** By status, over all studies and modes: forty refusals would be no test. */
const answers = new Map<string, number>();
let read = 0;

const modes = ['auto', 'majority', 'crowdlab', 'crowdlab-calibrated'] as const;

test.each(Array.from({ length: 40 }, (_, seed) => seed))('study %d', async (seed) => {
  const { text, ordinal } = randomStudy(createRandom(seed));
  const study = await readStudy(
    [{ name: 'ratings.csv', open: () => [Buffer.from(text)] }],
    ordinal ? { scale: 'ordinal' } : {},
  ).catch((error: unknown) => {
    // A study without rows, or with one label, is one clear line.
    expect(error).toBeInstanceOf(DataError);
    return null;
  });
  if (study === null) return;
  read++;
  const judge = study.raters.find(({ kind }) => kind === 'judge')?.id ?? null;
  const analyses = modes.map(
    (consensus) => calibrate(study, { version: 'test', seed: 1, replicates: 100, consensus, judge }).analysis,
  );
  const scores = analyses[modes.indexOf('majority')].judges.map(({ agreement }) => agreement);
  for (const analysis of analyses) {
    const listed = {
      ...analysis,
      consensus: { ...analysis.consensus, items: [...analysis.consensus.items] },
    };
    expect(analysisSchema.parse(JSON.parse([...renderJson(analysis)].join('')))).toEqual(listed);
    for (const answer of analysis.answers) {
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
      expect(answer.text).not.toMatch(/NaN|undefined/);
      if (answer.status === 'refused')
        expect(answer).toMatchObject({
          reason: { text: expect.stringMatching(/./) },
          fix: { text: expect.stringMatching(/./) },
        });
    }
    // What the judge had a part in is never what the judge is scored against.
    expect(analysis.judges.map(({ agreement }) => agreement)).toEqual(scores);
    const page = renderReport(analysis).replace(/<script>.*?<\/script>/gs, '');
    expect(page).not.toMatch(/\bNaN\b|undefined|\[object/);
    expect([...renderConsensusCsv(analysis), ...renderRatersCsv(analysis)].join('')).not.toMatch(
      /NaN|undefined/,
    );
  }
  expect(diagnose(study).questions.length).toBeGreaterThanOrEqual(5);
});

test('most of them were read, and many were answered', () => {
  expect(read).toBeGreaterThanOrEqual(30);
  expect(answers.get('answered')).toBeGreaterThanOrEqual(150);
  expect(answers.get('refused')).toBeGreaterThanOrEqual(150);
});

function randomStudy(random: Random): { text: string; ordinal: boolean } {
  const numeric = random.next() < 0.3;
  const labels = (numeric ? ['1', '2', '3', '4'] : ['A', 'B', 'tie', 'C']).slice(0, 2 + drawIndex(random, 3));
  const [items, people, judges] = [1 + drawIndex(random, 30), drawIndex(random, 5), drawIndex(random, 3)];
  const [bothOrders, extreme, density] = [random.next() < 0.4, random.next() < 0.3, random.next()];
  const blank = labels.map(() => '').join(',');
  const rows = [`item,rater,kind,label,order,cluster,${labels.map((label) => `prob_${label}`).join(',')}`];
  for (let i = 0; i < items; i++) {
    for (let j = 0; j < people; j++)
      if (random.next() < density)
        rows.push(
          `i${i},p${j},human,${labels[random.next() < 0.7 ? i % labels.length : drawIndex(random, labels.length)]},,c${i % 7},${blank}`,
        );
    for (let j = 0; j < judges; j++)
      for (const order of bothOrders ? labels.slice(0, random.next() < 0.2 ? 1 : 2) : [''])
        rows.push(
          j === 0 || random.next() < 0.5
            ? `i${i},j${j},judge,,${order},c${i % 7},${probabilities(random, labels.length, extreme)}`
            : `i${i},j${j},judge,${labels[drawIndex(random, labels.length)]},${order},c${i % 7},${blank}`,
        );
  }
  return { text: `${rows.join('\n')}\n`, ordinal: numeric && random.next() < 0.5 };
}

function probabilities(random: Random, labelCount: number, extreme: boolean): string {
  const masses = Array.from({ length: labelCount }, () =>
    extreme ? drawIndex(random, 2) : random.next() + 0.01,
  );
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass, k) => (total === 0 ? Number(k === 0) : mass / total).toFixed(9)).join(',');
}
