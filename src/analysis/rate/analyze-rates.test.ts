import { describe, expect, test } from 'vitest';
import { type ReadStudyOptions, type Selection, type Study, readStudy, toCsv } from '../../data/index.ts';
import { createRandom } from '../../stats/index.ts';
import { calibrate } from '../calibrate.ts';
import { calibrateJudge } from '../confidence/analyze-confidence.ts';
import { judgeExpectations } from '../views/judge-values.ts';
import { contextOf } from '../context.ts';
import { diagnose } from '../diagnose.ts';
import { type EstimateAnalysis, estimateAnalysisSchema, estimateRates } from '../estimate.ts';

interface Shape {
  readonly labeled?: number;
  readonly unlabeled?: number;
  readonly people?: number;
  /** Items in one cluster; 1 where not given. */
  readonly clusterSize?: number;
  readonly judge?: 'labels' | 'probabilities' | 'none';
  readonly selection?: Selection;
  /** Labels items by the judge's probability of Pass, instead of the first ones. */
  readonly chosen?: (pass: number) => boolean;
  /** The judge passes every item, with one probability. */
  readonly constant?: boolean;
  /** The item on which the judge gives none. */
  readonly withoutProbabilities?: number;
}

/** People pass 70% of the items; the judge is right 85% of the time and passes too many. */
async function passStudy(shape: Shape, options: ReadStudyOptions = {}): Promise<Study> {
  const {
    labeled = 80,
    unlabeled = 400,
    people = 1,
    clusterSize = 1,
    judge = 'labels',
    selection,
    chosen,
    withoutProbabilities,
    constant,
  } = shape;
  const random = createRandom('pass study');
  const rows: string[][] = [];
  for (let i = 0; i < labeled + unlabeled; i++) {
    const own = random.fork(i);
    const good = own.next() < 0.7;
    const cluster = `c${Math.floor(i / clusterSize)}`;
    const labels = Array.from({ length: people }, () => (own.next() < 0.9 === good ? 'Pass' : 'Fail'));
    const says = own.next() < (good ? 0.95 : 0.4) || constant === true;
    const sure = constant === true ? 0.9 : 0.6 + 0.39 * own.next();
    const p = says ? sure : 1 - sure;
    if (chosen?.(p) ?? i < labeled)
      labels.forEach((label, person) =>
        rows.push([`i${i}`, `person ${person}`, 'human', label, '', '', cluster]),
      );
    const [pass, fail] =
      judge === 'probabilities' && i !== withoutProbabilities ? [String(p), String(1 - p)] : ['', ''];
    if (judge !== 'none') rows.push([`i${i}`, 'judge', 'judge', says ? 'Pass' : 'Fail', pass, fail, cluster]);
    // Without a judge the unlabeled items are still known: somebody was asked and has not answered.
    else if (i >= labeled) rows.push([`i${i}`, 'person 0', 'human', 'later', '', '', cluster]);
  }
  const text = toCsv(['item', 'rater', 'kind', 'label', 'prob_Pass', 'prob_Fail', 'cluster'], rows);
  const columns = judge === 'probabilities' ? {} : { ignore: ['prob_Pass', 'prob_Fail'] };
  const source = clusterSize === 1 ? { ...columns, ignore: [...(columns.ignore ?? []), 'cluster'] } : columns;
  const file = { name: 'ratings.csv', open: () => [Buffer.from([...text].join(''))], source };
  return readStudy([file], {
    abstain: ['later'],
    ...(selection === undefined ? {} : { selection }),
    ...options,
  });
}

function rateOf(
  study: Study,
  options: Partial<Parameters<typeof estimateRates>[1]> = {},
): EstimateAnalysis['rates'][number] {
  return estimateRates(study, { version: 'test', ...options }).rates[0];
}

describe('a judge that says the same of every item', () => {
  test.each([
    ['Tenenbein', 'labels', 1],
    ['Tenenbein', 'probabilities', 1],
    ['PPI++', 'labels', 2],
    ['PPI++', 'probabilities', 2],
  ] as const)('by %s of its %s it saves no labels, and that is said', async (method, judge, people) => {
    const study = await passStudy({ selection: 'random', constant: true, judge, people });
    const { rates, answers } = estimateRates(study, { version: 'test' });
    expect(rates[0]).toMatchObject({ method, labelsSaved: 0, claimed: true });
    expect(rates[0].corrected.warnings.map(({ code }) => code)).toContain('constant-judge');
    expect(answers.find(({ question }) => question === 4)!.text).toContain(
      'The judge saved no labels: its verdicts say too little about people’s.',
    );
  });

  test('one other verdict is information', async () => {
    const { corrected, labelsSaved } = rateOf(await passStudy({ selection: 'random' }));
    expect(labelsSaved).toBeGreaterThan(0);
    expect(corrected.warnings.map(({ code }) => code)).not.toContain('constant-judge');
  });
});

describe('how labeled items were chosen decides the method', () => {
  test.each([
    ['random, yes or no, single items', { selection: 'random' }, 'Tenenbein'],
    ['random, two people who differ', { selection: 'random', people: 2 }, 'PPI++'],
    ['random, several items a cluster', { selection: 'random', clusterSize: 2 }, 'PPI++'],
    [
      'random, probabilities and clusters',
      { selection: 'random', clusterSize: 2, judge: 'probabilities' },
      'PPI++',
    ],
    ['separate', { selection: 'separate' }, 'Rogan-Gladen'],
    ['every item labeled, nothing declared', { unlabeled: 0 }, 'people alone'],
    ['random without a judge', { selection: 'random', judge: 'none' }, 'people alone'],
    ['not declared', {}, 'none'],
    ['chosen by hand', { selection: 'chosen' }, 'none'],
    ['stratified', { selection: 'stratified' }, 'none'],
    ['logged', { selection: 'logged' }, 'none'],
    ['declared all, and some are not', { selection: 'all' }, 'none'],
    ['separate without a judge', { selection: 'separate', judge: 'none' }, 'none'],
    ['separate without another item', { selection: 'separate', unlabeled: 0 }, 'none'],
  ] as const)('%s', async (_, shape, method) => {
    const rate = rateOf(await passStudy(shape));
    expect(rate.method).toBe(method);
    expect(rate.status).toBe(
      method === 'none' ? 'refused' : method === 'people alone' ? 'people alone' : 'corrected',
    );
    // Whatever happens, the people's figure on the labeled items stands beside.
    expect(rate.humanOnly.value).toBeGreaterThan(0.5);
    if (method !== 'none') return;
    expect(rate.corrected.value).toBeNaN();
    expect(rate.corrected.reason).toEqual(rate.reason);
    expect(rate.fix?.text).toMatch(/label|selection/);
  });

  test('an undeclared choice is refused with the flag, and with the people’s figure for the labeled items alone', async () => {
    const [answer] = estimateRates(await passStudy({}), { version: 'test' }).answers;
    expect(answer).toMatchObject({ question: 4, status: 'refused' });
    expect(answer.reason?.text).toMatch(/not declared\. On those alone, Pass: \d+% \(\d+% to \d+%\)/);
    expect(answer.fix?.text).toContain('add selection "random" only if you drew them at random');
  });
});

/** Rows of a study given cell by cell. */
async function studyOf(lines: readonly string[], options: ReadStudyOptions = {}): Promise<Study> {
  return readStudy([{ name: 'r.csv', open: () => [Buffer.from(`${lines.join('\n')}\n`)] }], options);
}

describe('a calibration set of its own', () => {
  /**
   * Of the calibration set half pass, of the target nine in ten; the judge errs alike on both, one time in
   * five.
   */
  async function calibrationSet(ofEach: number, target = 300): Promise<Study> {
    const rows = ['item,rater,kind,label'];
    const says = (good: boolean, index: number): string => (good === index % 5 > 0 ? 'Pass' : 'Fail');
    for (let i = 0; i < 2 * ofEach; i++) {
      const good = i % 2 === 0;
      rows.push(`c${i},ann,human,${good ? 'Pass' : 'Fail'}`, `c${i},judge,judge,${says(good, i >> 1)}`);
    }
    for (let i = 0; i < target; i++) rows.push(`t${i},judge,judge,${says(i % 10 > 0, (i / 10) | 0)}`);
    return studyOf(rows, { selection: 'separate' });
  }

  test.each([5, 50])(
    'of %i items on each side is never given as the rate of the target, claimed or not',
    async (ofEach) => {
      const { rates, answers, warnings } = estimateRates(await calibrationSet(ofEach), {
        version: 'test',
        pass: ['Pass'],
      });
      const [rate] = rates;
      expect(rate.claimed).toBe(ofEach >= 10);
      expect(rate.humanOnly.value).toBe(0.5);
      expect(Math.abs(rate.corrected.value - 0.9)).toBeLessThan(0.02);
      // Eight in ten of nine in ten, and two in ten of the others: the target alone, without the calibration
      // set.
      expect(rate.judgeOnly.value).toBeCloseTo(0.9 * 0.8 + 0.1 * 0.2, 10);
      expect(rate.judgeOnly.n).toBe(300);
      expect(rate.labelsSaved).toBeNaN();
      expect(rate.humanOnly.assumptions.map(({ code }) => code)).toEqual(['independent-clusters']);
      expect(answers[0].text).toMatch(
        /^(90|89|91)% .*: Pass, from judge's verdicts on 300 items, corrected by its errors/,
      );
      expect(answers[0].text).toContain('The 50% of people on the calibration set are its mix');
      expect(
        warnings
          .filter(({ code }) => code === 'rate')
          .map(({ meaning }) => meaning)
          .join(),
      ).not.toContain('Compare the corrected figure');
      expect(rate.details.map(({ name }) => name)).toEqual([
        'Sensitivity',
        'Specificity',
        'Youden’s J',
        'Condition number',
        'Draws kept',
      ]);
    },
  );

  test('with a judge at chance is refused: a range of everything is no answer', async () => {
    const rows = ['item,rater,kind,label'];
    for (let i = 0; i < 40; i++)
      rows.push(
        `c${i},ann,human,${i % 2 === 0 ? 'Pass' : 'Fail'}`,
        `c${i},judge,judge,${i % 4 < 2 ? 'Pass' : 'Fail'}`,
      );
    for (let i = 0; i < 60; i++) rows.push(`t${i},judge,judge,${i % 3 === 0 ? 'Pass' : 'Fail'}`);
    const study = await studyOf(rows, { selection: 'separate' });
    const { rates, answers } = estimateRates(study, { version: 'test', pass: ['Pass'] });
    expect(rates[0]).toMatchObject({ status: 'refused', method: 'none' });
    expect(answers[0]).toMatchObject({ status: 'refused', code: 'judge-at-chance' });
    expect(answers[0].reason?.text).toContain('On the calibration set, which is not what the rate is about');
    expect(answers[0].fix?.code).toBe('label-both-sides');
  });
});

describe('what the data show against what is declared', () => {
  const rows = (count: number, row: (i: number) => string[]): string[] =>
    Array.from({ length: count }, (_, i) => row(i)).flat();

  test('an item that the judge passed over and nobody labeled is an item: not every item is labeled then', async () => {
    const lines = [
      'item,rater,kind,label',
      ...rows(300, (i) => [
        ...(i < 60 ? [`i${i},ann,human,${i % 3 === 0 ? 'Fail' : 'Pass'}`] : []),
        `i${i},judge,judge,${i < 60 ? 'Pass' : 'abstain'}`,
      ]),
    ];
    const options = { abstain: ['abstain'] };
    const [rate] = estimateRates(await studyOf(lines, options), { version: 'test', pass: ['Pass'] }).rates;
    expect(rate).toMatchObject({ status: 'refused', selection: 'chosen', selectionDeclared: false });
    const [declared] = estimateRates(await studyOf(lines, { ...options, selection: 'all' }), {
      version: 'test',
      pass: ['Pass'],
    }).rates;
    expect(declared.reason).toMatchObject({ code: 'not-all-labeled', facts: { items: 240 } });
  });

  test('unequal chances of being drawn are refused as random, equal ones are not', async () => {
    const lines = (chance: (i: number) => number): string[] => [
      'item,rater,kind,label,inclusion_probability',
      ...rows(200, (i) => [
        ...(i < 60 ? [`i${i},ann,human,${i % 3 === 0 ? 'Fail' : 'Pass'},${chance(i)}`] : []),
        `i${i},judge,judge,${i % 4 === 0 ? 'Fail' : 'Pass'},${chance(i)}`,
      ]),
    ];
    const rateFor = async (chance: (i: number) => number) =>
      estimateRates(await studyOf(lines(chance), { selection: 'random' }), {
        version: 'test',
        pass: ['Pass'],
      }).rates[0];
    expect((await rateFor(() => 0.3)).status).toBe('corrected');
    expect(await rateFor((i) => (i % 2 === 0 ? 0.9 : 0.05))).toMatchObject({
      status: 'refused',
      reason: { code: 'unequal-chances' },
    });
  });

  test('items that were drawn and not answered are counted and bounded, and the claim is gone', async () => {
    const lines = [
      'item,rater,kind,label',
      ...rows(300, (i) => [
        ...(i < 100 ? [`i${i},ann,human,${i < 40 ? 'pass over' : i % 3 === 0 ? 'Fail' : 'Pass'}`] : []),
        `i${i},judge,judge,${i % 4 === 0 ? 'Fail' : 'Pass'}`,
      ]),
    ];
    const { rates, warnings } = estimateRates(
      await studyOf(lines, { abstain: ['pass over'], selection: 'random' }),
      {
        version: 'test',
        pass: ['Pass'],
      },
    );
    expect(rates[0]).toMatchObject({
      status: 'corrected',
      claimed: false,
      counts: { labeled: 60, compared: 60, unanswered: 40, unlabeled: 240 },
    });
    const { value } = rates[0].corrected;
    const [least, most] = [(60 * value) / 100, (60 * value + 40) / 100].map(
      (share) => `${Math.round(100 * share)}%`,
    );
    expect(warnings.map(({ text }) => text).join('\n')).toContain(
      '40 items of 100 that people were given got no label: had they all been no, or all yes, the ' +
        `rate would be ${least} or ${most}`,
    );
  });

  test('a few items that were not answered are bounded too, and leave the claim while they can move the rate by a quarter of the half width', async () => {
    const rateWith = async (unanswered: number): Promise<EstimateAnalysis['rates'][number]> => {
      const lines = [
        'item,rater,kind,label',
        ...rows(900, (i) => [
          ...(i < 300
            ? [`i${i},ann,human,${i < unanswered ? 'pass over' : i % 3 === 0 ? 'Fail' : 'Pass'}`]
            : []),
          `i${i},judge,judge,${i % 4 === 0 ? 'Fail' : 'Pass'}`,
        ]),
      ];
      return estimateRates(await studyOf(lines, { abstain: ['pass over'], selection: 'random' }), {
        version: 'test',
        pass: ['Pass'],
      }).rates[0];
    };
    for (const [unanswered, claimed] of [
      [0, true],
      [3, true],
      [5, false],
    ] as const) {
      const rate = await rateWith(unanswered);
      const { lower, upper } = rate.corrected.interval;
      // Half a width of about 0.053: a quarter of it is 4 of 300.
      expect((300 * (upper - lower)) / 8).toBeGreaterThan(3);
      expect((300 * (upper - lower)) / 8).toBeLessThan(5);
      expect([unanswered, rate.claimed]).toEqual([unanswered, claimed]);
      expect(rate.corrected.warnings.filter(({ code }) => code === 'unanswered')).toHaveLength(
        unanswered === 0 ? 0 : 1,
      );
    }
  });

  test('the counts of the answer are those of the items that the correction stands on', async () => {
    const lines = [
      'item,rater,kind,label',
      ...rows(300, (i) => [
        ...(i < 110 ? [`i${i},ann,human,${i % 3 === 0 ? 'Fail' : 'Pass'}`] : []),
        `i${i},judge,judge,${i % 6 === 0 ? 'pass over' : i % 4 === 0 ? 'Fail' : 'Pass'}`,
      ]),
    ];
    const study = await studyOf(lines, { abstain: ['pass over'], selection: 'random' });
    const { rates, answers } = estimateRates(study, { version: 'test', pass: ['Pass'] });
    expect(rates[0].counts).toMatchObject({
      labeled: 110,
      compared: 91,
      unlabeled: 159,
      withoutVerdict: 50,
      labeledWithoutVerdict: 19,
    });
    expect(answers[0].text).toContain(
      "from judge's verdicts on 250 items corrected by the 110 that people labeled",
    );
    expect(answers[0].text).toContain(
      'It gave no verdict on 50 of 300 items: they count by what people say of such items.',
    );
  });

  test('where people are of one mind nobody knows how many labels the judge saved, and nobody says none', async () => {
    const lines = [
      'item,rater,kind,label',
      ...rows(300, (i) => [
        ...(i < 60 ? [`i${i},ann,human,Pass`] : []),
        `i${i},judge,judge,${i % 4 === 0 ? 'Fail' : 'Pass'}`,
      ]),
    ];
    const { rates, answers } = estimateRates(await studyOf(lines, { selection: 'random' }), {
      version: 'test',
      pass: ['Pass'],
    });
    expect(rates[0].labelsSaved).toBeNaN();
    expect(answers[0].text).not.toContain('saved no labels');
  });
});

test('verdicts that differ by order count for what they are worth on average, and no item is left out', async () => {
  const lines = ['item,rater,kind,label,order,model_a,model_b'];
  for (let i = 0; i < 200; i++) {
    // On every second item the judge prefers whatever it sees first.
    const second = i % 2 === 0 ? 'B' : 'A';
    lines.push(`i${i},judge,judge,A,A,x,y`, `i${i},judge,judge,${second},B,x,y`);
    if (i < 60) lines.push(`i${i},ann,human,${i % 3 === 0 ? 'B' : 'A'},,x,y`);
  }
  const [rate] = estimateRates(await studyOf(lines, { selection: 'random' }), {
    version: 'test',
    win: 'x',
  }).rates;
  expect(rate.judgeOnly.value).toBe(0.75);
  expect(rate.counts).toMatchObject({ labeled: 60, compared: 60, unlabeled: 140, withoutVerdict: 0 });
});

test('the value an item gets from the judge has nothing of the item’s own label in it', async () => {
  const labeled = 60;
  const study = (flipped: number): Promise<Study> => {
    const random = createRandom('own label');
    const lines = ['item,rater,kind,label,prob_Fail,prob_Pass'];
    for (let i = 0; i < labeled; i++) {
      const p = 0.05 + 0.9 * random.next();
      const good = random.next() < p === (i !== flipped);
      // Surer than it should be, so that a map is worth fitting.
      const sure = 1 / (1 + ((1 - p) / p) ** 4);
      lines.push(`i${i},ann,human,${good ? 'Pass' : 'Fail'},,`, `i${i},judge,judge,,${1 - sure},${sure}`);
    }
    return studyOf(lines);
  };
  const expectations = async (flipped: number): Promise<Float64Array> => {
    const given = await study(flipped);
    const context = contextOf(given, { pass: ['Pass'], win: null });
    const [view] = context.judges;
    const { fitted } = calibrateJudge(context, view, createRandom('folds'))!;
    return judgeExpectations(given, view, fitted, context.event!);
  };
  const before = await expectations(-1);
  for (const item of [0, 17, 59]) {
    const after = await expectations(item);
    const index = (await study(item)).items.ids.indexOf(`i${item}`);
    expect(after[index]).toBe(before[index]);
    // The label does move the maps of the others.
    expect(after.some((value, at) => at !== index && value !== before[at])).toBe(true);
  }
});

test('the correction moves the judge’s own rate to the people’s', async () => {
  const rate = rateOf(await passStudy({ selection: 'random', labeled: 150 }));
  expect(rate.judgeOnly.value).toBeGreaterThan(rate.corrected.interval.upper);
  expect(rate.judgeOnly.interval.lower).toBeNaN();
  expect(Math.abs(rate.corrected.value - rate.humanOnly.value)).toBeLessThan(0.08);
  const width = (estimate: typeof rate.corrected): number =>
    estimate.interval.upper - estimate.interval.lower;
  expect(width(rate.corrected)).toBeLessThan(width(rate.humanOnly));
  expect(rate.labelsSaved).toBeGreaterThan(10);
  expect(rate.claimed).toBe(true);
});

describe('labels declared random that are not', () => {
  const shape = { selection: 'random', unlabeled: 600 } as const;

  test.each([
    [
      'mostly what the judge fails',
      { chosen: (pass) => pass < 0.3 || pass > 0.95 },
      /the labeled items do not look drawn at random: \S+ says Pass on \d+% of them and on \d+% of the others/,
    ],
    [
      'what it is unsure of',
      { chosen: (pass) => Math.abs(pass - 0.5) < 0.2, judge: 'probabilities' },
      /is \d+% sure of its label on them and \d+% on the others/,
    ],
    [
      'in clusters, what it is unsure of',
      { chosen: (pass) => Math.abs(pass - 0.5) < 0.2, judge: 'probabilities', clusterSize: 2 },
      /sure of its label on them/,
    ],
  ] as const satisfies readonly (readonly [string, Shape, RegExp])[])(
    '%s: no claim, and the warning says why',
    async (_, change, words) => {
      const { rates, warnings, answers } = estimateRates(await passStudy({ ...shape, ...change }), {
        version: 'test',
      });
      const [rate] = rates;
      expect(rate.status).toBe('corrected');
      expect(rate.drawCheck!.doubt?.text).toMatch(words);
      expect(rate.humanOnly.warnings[0]).toEqual(rate.drawCheck!.doubt);
      expect(rate.claimed).toBe(false);
      const warning = warnings.find(({ text }) => text.includes('do not look drawn at random'))!;
      expect(warning.meaning).toContain('Neither this rate nor that of people alone holds for all items');
      expect(warnings.filter(({ meaning }) => meaning.includes('Compare the corrected figure'))).toEqual([]);
      expect(answers[0].text).toMatch(
        /^No figure holds for all items: the labeled items do not look drawn at random/,
      );
    },
  );

  test.each([
    ['drawn at random', {}],
    ['drawn at random, with probabilities', { judge: 'probabilities' }],
    ['in clusters', { clusterSize: 2, judge: 'probabilities' }],
    // Nobody claims a random draw: another warning says so.
    [
      'chosen and declared so',
      { selection: 'separate', chosen: (pass: number) => pass < 0.3 || pass > 0.95 },
    ],
  ] as const satisfies readonly (readonly [string, Shape])[])('%s: no doubt', async (_, change) => {
    const { rates, methods } = estimateRates(await passStudy({ ...shape, ...change }), { version: 'test' });
    const { drawCheck, selection } = rates[0];
    const compared = 'judge' in change ? ['verdicts', 'confidence'] : ['verdicts'];
    expect(drawCheck).toEqual(selection === 'random' ? { compared } : undefined);
    const check = methods.find(({ name }) => name === 'Check of the random draw');
    expect(check?.what.includes('confidence')).toBe(selection === 'random' ? 'judge' in change : undefined);
  });

  test('a judge with probabilities on all items but one is checked by its verdicts', async () => {
    const study = await passStudy({ ...shape, judge: 'probabilities', withoutProbabilities: 3 });
    expect(rateOf(study).drawCheck).toEqual({ compared: ['verdicts'] });
  });
});

test('an interval outside its claim says so, and the people’s figure comes first', async () => {
  const analysis = estimateRates(await passStudy({ selection: 'random', labeled: 12 }), { version: 'test' });
  expect(analysis.rates[0].claimed).toBe(false);
  expect(analysis.answers[0].text).toMatch(/^\d+% \(.*\): Pass, by people on 12 items\./);
  expect(analysis.warnings.map(({ code }) => code)).toContain('rate');
});

test('estimate and calibrate give the same numbers, and JSON loses nothing of them', async () => {
  const study = await passStudy({
    selection: 'random',
    clusterSize: 2,
    judge: 'probabilities',
    labeled: 120,
  });
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
  expect(answers[0]).toMatchObject({ status: 'refused', code: 'no-event', fix: { code: 'name-the-event' } });
  expect(
    estimateRates(study, { version: 'test', say: ({ option: name, example }) => `--${name} ${example}` })
      .answers[0].fix?.text,
  ).toMatch(/--pass LABEL.*--win MODEL/);
  expect(diagnose(study).questions.find(({ question }) => question === 4)!.text).toContain(
    'nothing says what to count',
  );
  expect(
    diagnose(study, { pass: ['Good'], win: null }).questions.find(({ question }) => question === 4)!.status,
  ).not.toBe('blocked');
  expect(() => rateOf(study, { pass: ['Goood'] })).toThrow(
    'no label "Goood" to count as pass; the codebook has Bad and Good',
  );
  expect(() => rateOf(study, { pass: ['Good', 'Bad'] })).toThrow('every label counts as pass');
  expect(() => rateOf(study, { pass: ['Good'], win: 'x' })).toThrow(
    'labels that pass and the wins of a model are two rates; received both',
  );
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
    expect(() => rateOf(given, { win: 'rad' })).toThrow(
      'no model "rad" to count the wins of; the items have blue, green and red',
    );
    const bare = await readStudy([
      { name: 'r.csv', open: () => [Buffer.from('item,rater,label\n1,ann,A\n2,ann,B\n')] },
    ]);
    expect(() => rateOf(bare, { win: 'red' })).toThrow(
      'counting wins requires the columns model_a and model_b; there is no model_a',
    );
    const words = await readStudy([
      {
        name: 'r.csv',
        open: () => [Buffer.from(text.replaceAll(',A,', ',good,').replaceAll(',B,', ',bad,'))],
      },
    ]);
    expect(() => rateOf(words, { win: 'red' })).toThrow('counting wins requires labels that name a side');
  });
});
