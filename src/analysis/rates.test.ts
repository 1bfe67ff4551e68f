import { describe, expect, test } from 'vitest';
import { type ReadStudyOptions, type Selection, type Study, readStudy, toCsv } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { calibrate } from './calibrate.ts';
import { diagnose } from './diagnose.ts';
import { type EstimateAnalysis, estimateAnalysisSchema, estimateRates } from './estimate.ts';

interface Shape {
  readonly labeled?: number;
  readonly unlabeled?: number;
  readonly people?: number;
  /** Items in one cluster; 1 where not given. */
  readonly clusterSize?: number;
  readonly judge?: 'labels' | 'probabilities' | 'none';
  readonly selection?: Selection;
}

/** People pass 70% of the items; the judge is right 85% of the time and passes too many. */
async function passStudy(shape: Shape, options: ReadStudyOptions = {}): Promise<Study> {
  const { labeled = 80, unlabeled = 400, people = 1, clusterSize = 1, judge = 'labels', selection } = shape;
  const random = createRandom('pass study');
  const rows: string[][] = [];
  for (let i = 0; i < labeled + unlabeled; i++) {
    const own = random.fork(i);
    const good = own.next() < 0.7;
    const cluster = `c${Math.floor(i / clusterSize)}`;
    for (let person = 0; person < (i < labeled ? people : 0); person++)
      rows.push([`i${i}`, `person ${person}`, 'human', own.next() < 0.9 === good ? 'Pass' : 'Fail', '', '', cluster]);
    const says = own.next() < (good ? 0.95 : 0.4);
    const sure = 0.6 + 0.39 * own.next();
    const p = says ? sure : 1 - sure;
    const [pass, fail] = judge === 'probabilities' ? [String(p), String(1 - p)] : ['', ''];
    if (judge !== 'none') rows.push([`i${i}`, 'judge', 'judge', says ? 'Pass' : 'Fail', pass, fail, cluster]);
    // Without a judge the unlabeled items are still known: somebody was asked and has not answered.
    else if (i >= labeled) rows.push([`i${i}`, 'person 0', 'human', 'later', '', '', cluster]);
  }
  const text = toCsv(['item', 'rater', 'kind', 'label', 'prob_Pass', 'prob_Fail', 'cluster'], rows);
  const columns = judge === 'probabilities' ? {} : { ignore: ['prob_Pass', 'prob_Fail'] };
  const source = clusterSize === 1 ? { ...columns, ignore: [...(columns.ignore ?? []), 'cluster'] } : columns;
  const file = { name: 'ratings.csv', open: () => [Buffer.from([...text].join(''))], source };
  return readStudy([file], { abstain: ['later'], ...(selection === undefined ? {} : { selection }), ...options });
}

function rateOf(study: Study, options: Partial<Parameters<typeof estimateRates>[1]> = {}): EstimateAnalysis['rates'][number] {
  return estimateRates(study, { version: 'test', ...options }).rates[0];
}

describe('how labeled items were chosen decides the method', () => {
  test.each([
    ['random, yes or no, single items', { selection: 'random' }, 'Tenenbein'],
    ['random, two people who differ', { selection: 'random', people: 2 }, 'PPI++'],
    ['random, several items a cluster', { selection: 'random', clusterSize: 2 }, 'PPI++'],
    ['random, probabilities and clusters', { selection: 'random', clusterSize: 2, judge: 'probabilities' }, 'PPI++'],
    ['separate', { selection: 'separate' }, 'Rogan-Gladen'],
    ['every item labeled, nothing declared', { unlabeled: 0 }, 'people alone'],
    ['random without a judge', { selection: 'random', judge: 'none' }, 'people alone'],
    ['not declared', {}, 'none'],
    ['chosen by hand', { selection: 'chosen' }, 'none'],
    ['stratified', { selection: 'stratified' }, 'none'],
    ['logged', { selection: 'logged' }, 'none'],
    ['declared all, and some are not', { selection: 'all' }, 'none'],
  ] as const)('%s', async (_, shape, method) => {
    const rate = rateOf(await passStudy(shape));
    expect(rate.method).toBe(method);
    expect(rate.status).toBe(method === 'none' ? 'refused' : method === 'people alone' ? 'people alone' : 'corrected');
    // Whatever happens, the people's figure on the labeled items stands beside.
    expect(rate.humanOnly.value).toBeGreaterThan(0.5);
    if (method !== 'none') return;
    expect(rate.corrected.value).toBeNaN();
    expect(rate.corrected.reason).toBe(rate.reason);
    expect(rate.fix).toMatch(/label|--selection/);
  });

  test('an undeclared choice is refused with the flag, and with the people’s figure for the labeled items alone', async () => {
    const [answer] = estimateRates(await passStudy({}), { version: 'test' }).answers;
    expect(answer).toMatchObject({ question: 4, status: 'refused' });
    expect(answer.reason).toMatch(/not declared\. On those alone, Pass: \d+% \(\d+% to \d+%\)/);
    expect(answer.fix).toContain('--selection random only if you drew them at random');
  });
});

test('the correction moves the judge’s own rate to the people’s', async () => {
  const rate = rateOf(await passStudy({ selection: 'random', labeled: 150 }));
  expect(rate.judgeOnly.value).toBeGreaterThan(rate.corrected.interval.upper);
  expect(rate.judgeOnly.interval.lower).toBeNaN();
  expect(Math.abs(rate.corrected.value - rate.humanOnly.value)).toBeLessThan(0.08);
  const width = (estimate: typeof rate.corrected): number => estimate.interval.upper - estimate.interval.lower;
  expect(width(rate.corrected)).toBeLessThan(width(rate.humanOnly));
  expect(rate.labelsSaved).toBeGreaterThan(10);
  expect(rate.claimed).toBe(true);
});

test('an interval outside its claim says so, and the people’s figure comes first', async () => {
  const analysis = estimateRates(await passStudy({ selection: 'random', labeled: 12 }), { version: 'test' });
  expect(analysis.rates[0].claimed).toBe(false);
  expect(analysis.answers[0].text).toMatch(/^\d+% \(.*\): Pass, by people on 12 items\./);
  expect(analysis.warnings.map(({ code }) => code)).toContain('rate');
});

test('estimate and calibrate give the same numbers, and JSON loses nothing of them', async () => {
  const study = await passStudy({ selection: 'random', clusterSize: 2, judge: 'probabilities', labeled: 120 });
  const analysis = estimateRates(study, { version: 'test' });
  const whole = calibrate(study, { version: 'test', replicates: 100 }).analysis;
  expect(analysis.rates).toEqual(whole.rates);
  expect(analysis.answers).toEqual(whole.answers.filter(({ question }) => question === 4));
  expect(estimateAnalysisSchema.parse(JSON.parse(JSON.stringify(analysis)))).toEqual(analysis);
});

test('nothing to count is refused with both flags', async () => {
  const text = 'item,rater,kind,label\n1,ann,human,Good\n2,ann,human,Bad\n1,j,judge,Good\n2,j,judge,Bad\n';
  const study = await readStudy([{ name: 'r.csv', open: () => [Buffer.from(text)] }]);
  const { answers, rates } = estimateRates(study, { version: 'test' });
  expect(rates).toEqual([]);
  expect(answers[0]).toMatchObject({ status: 'refused', fix: expect.stringMatching(/--pass LABEL.*--win MODEL/) as string });
  expect(diagnose(study).questions.find(({ question }) => question === 4)!.text).toContain('nothing says what to count');
  expect(diagnose(study, { pass: ['Good'], win: null }).questions.find(({ question }) => question === 4)!.status).not.toBe('blocked');
  expect(() => rateOf(study, { pass: ['Goood'] })).toThrow('--pass "Goood" is no label; the codebook has Bad, Good');
  expect(() => rateOf(study, { pass: ['Good', 'Bad'] })).toThrow('every label counts as pass');
  expect(() => rateOf(study, { pass: ['Good'], win: 'x' })).toThrow('count different things');
});

describe('win rates', () => {
  const text = [
    'item,rater,kind,label,model_a,model_b',
    '1,ann,human,A,red,blue',
    '2,ann,human,A,blue,red',
    '3,ann,human,tie,red,blue',
    '4,ann,human,B,green,blue',
    '5,ann,human,B,blue,red',
  ].join('\n');
  const study = readStudy([{ name: 'r.csv', open: () => [Buffer.from(text)] }]);

  test('a win counts on the side the model stands, a tie half, and items without the model not at all', async () => {
    const red = rateOf(await study, { win: 'red' });
    expect(red.counts.labeled).toBe(4);
    expect(red.humanOnly.value).toBe((1 + 0 + 0.5 + 1) / 4);
    expect(red.event).toBe('red wins (a tie counts half)');
    const green = rateOf(await study, { win: 'green' });
    expect([green.counts.labeled, green.humanOnly.value]).toEqual([1, 0]);
    // Every comparison has one winner: over two models the rates of the two add up to one.
    expect(rateOf(await study, { win: 'blue' }).humanOnly.value).toBe((0 + 1 + 0.5 + 1 + 0) / 5);
  });

  test('an unknown model, missing columns and labels without a side are one line each', async () => {
    const given = await study;
    expect(() => rateOf(given, { win: 'rad' })).toThrow('--win names no model of the items: "rad"; they have blue, green and red');
    const bare = await readStudy([{ name: 'r.csv', open: () => [Buffer.from('item,rater,label\n1,ann,A\n2,ann,B\n')] }]);
    expect(() => rateOf(bare, { win: 'red' })).toThrow('--win requires the columns model_a and model_b; there is no model_a');
    const words = await readStudy([
      { name: 'r.csv', open: () => [Buffer.from(text.replaceAll(',A,', ',good,').replaceAll(',B,', ',bad,'))] },
    ]);
    expect(() => rateOf(words, { win: 'red' })).toThrow('--win requires labels that name a side');
  });
});
