/**
 * Items on which the judge gave no usable verdict stay in every rate, whatever the reason, and are counted.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Block, type Row, notAsked, silences, studyOf } from '../../../test/fixtures/silent-judge.ts';
import { type Study, readStudy } from '../../data/index.ts';
import { clusterFolds, createRandom, labeledSample, predictionPoweredMean } from '../../stats/index.ts';
import { calibrate } from '../calibrate.ts';
import { diagnose } from '../diagnose.ts';
import { type EstimateAnalysis, estimateRates } from '../estimate.ts';

function estimated(study: Study): {
  rate: EstimateAnalysis['rates'][number];
  text: string;
  warnings: EstimateAnalysis['warnings'];
} {
  const { rates, answers, warnings } = estimateRates(study, { version: 'test', pass: ['Pass'] });
  const index = rates.findIndex(({ judge }) => judge === 'judge');
  return { rate: rates[index], text: answers[index].text, warnings };
}

/** 100 labeled and 1,000 other items: the judge says yes to 60%, no to 25%, and is silent on 15%. */
const blocks: readonly Block[] = [
  [52, 'Pass', 'Pass'],
  [8, 'Fail', 'Pass'],
  [5, 'Pass', 'Fail'],
  [20, 'Fail', 'Fail'],
  [6, 'Pass', null],
  [9, 'Fail', null],
  [600, null, 'Pass'],
  [250, null, 'Fail'],
  [150, null, null],
];

describe('silence is an answer of the judge, however it comes into the data', () => {
  test.each(Object.entries(silences))('%s', async (how, silent) => {
    const { rate, text, warnings } = estimated(await studyOf(blocks, silent));
    // By hand: 0.60 · 52/60 + 0.25 · 5/25 + 0.15 · 6/15. Left out it would be 0.6706.
    expect(rate.corrected.value).toBeCloseTo(0.63, 12);
    expect(Math.abs(rate.corrected.interval.lower - 0.5527)).toBeLessThan(0.008);
    expect(Math.abs(rate.corrected.interval.upper - 0.704)).toBeLessThan(0.008);
    expect(rate).toMatchObject({ status: 'corrected', method: 'Tenenbein', claimed: true });
    expect(rate.corrected.counts.items).toBe(1100);
    const noRow = how === 'it has no row' || how === 'its cell is empty';
    expect(rate.counts).toMatchObject({
      labeled: 100,
      compared: 85,
      unlabeled: 850,
      withoutVerdict: 165,
      labeledWithoutVerdict: 15,
      withoutRow: noRow ? 165 : 0,
      notAsked: 0,
    });
    expect(rate.drawCheck).toEqual({ compared: ['silence', 'verdicts'] });
    expect(text).toContain(
      `It gave no verdict on 165 of 1,100 items${noRow ? ' (no row at all on 165)' : ''}: they count ` +
        'by what people say',
    );
    expect(warnings.find(({ code }) => code === 'without-verdict')!.text).toContain(
      'judge gave no verdict on 165 items',
    );
  });

  test('items that the judge was not asked about are no part of its rate, and the answer says how many', async () => {
    const { rate, text, warnings } = estimated(await studyOf(blocks, notAsked));
    expect(rate.counts).toMatchObject({
      labeled: 85,
      compared: 85,
      unlabeled: 850,
      withoutVerdict: 0,
      notAsked: 165,
    });
    expect(rate.corrected.value).toBeCloseTo((660 / 935) * (52 / 60) + (275 / 935) * (5 / 25), 12);
    // People's figure is that of the same items.
    expect(rate.humanOnly.value).toBeCloseTo(57 / 85, 12);
    expect(text).toContain('The rate leaves out 165 items that judge was not asked about.');
    expect(warnings.map(({ code }) => code)).toContain('not-asked');
  });

  test('what nobody labeled and the judge was not asked about is still not labeled', async () => {
    const alone: readonly Block[] = [
      [60, 'Pass', 'Pass'],
      [20, 'Fail', 'Fail'],
      [500, null, null],
    ];
    const { rate } = estimated(await studyOf(alone, notAsked, { selection: undefined }));
    expect(rate).toMatchObject({ status: 'refused', selection: 'chosen', selectionDeclared: false });
    const declared = estimated(await studyOf(alone, notAsked));
    expect(declared.rate).toMatchObject({
      status: 'people alone',
      selection: 'random',
      counts: { labeled: 80, notAsked: 500 },
    });
    expect(declared.text).toContain('The rate leaves out 500 items that judge was not asked about.');
  });

  test('doctor counts them', async () => {
    const { questions } = diagnose(await studyOf(blocks, silences['it abstained']), {
      pass: ['Pass'],
      win: null,
    });
    expect(questions.find(({ question }) => question === 4)!.text).toBe(
      'Pass: 100 labeled items, 85 with a verdict; 850 items with a verdict alone; 165 items without ' +
        'a verdict',
    );
  });
});

describe('where the labels do not show what silence means, nothing is claimed', () => {
  test('silence on items nobody labeled alone: the labels are no draw from all items', async () => {
    const { rate, text } = estimated(
      await studyOf(
        blocks.filter(([, people, judge]) => people === null || judge !== null),
        silences['it has no row'],
      ),
    );
    expect(rate.claimed).toBe(false);
    expect(rate.drawCheck!.doubt?.text).toContain(
      'judge gives a verdict on 100% of them and on 85% of the others',
    );
    expect(text).toMatch(/^No figure holds for all items/);
  });

  test('verdicts that failed and left no trace of items nobody labeled: the labels that are without one give it away', async () => {
    const study = await studyOf(
      blocks.filter(([, people, judge]) => people !== null || judge !== null),
      () => [],
    );
    const { rate } = estimated(study);
    expect(rate.counts).toMatchObject({ compared: 85, labeledWithoutVerdict: 15, withoutVerdict: 15 });
    expect(rate.claimed).toBe(false);
    expect(rate.drawCheck!.doubt?.text).toContain(
      'judge gives a verdict on 85% of them and on 100% of the others',
    );
  });

  test('silence on a few such items is no doubt, and takes the claim all the same from half an item of the labeled', async () => {
    const few = async (silent: number): Promise<EstimateAnalysis['rates'][number]> =>
      estimated(
        await studyOf(
          [...blocks.filter(([, , judge]) => judge !== null), [silent, null, null]],
          silences['it abstained'],
        ),
      ).rate;
    // 85 labeled: 6 of 941 are 0.54 of an item, 5 of 940 are 0.45.
    expect(await few(5)).toMatchObject({ claimed: true, drawCheck: { compared: ['silence', 'verdicts'] } });
    const { claimed, corrected, drawCheck } = await few(6);
    expect([claimed, drawCheck!.doubt]).toEqual([false, undefined]);
    expect(corrected.warnings[0].code).toBe('unseen-answer');
  });

  test('no figure at all from a calibration set on which the judge is silent otherwise than on the target', async () => {
    const study = async (labeled: Row, target: Row): Promise<ReturnType<typeof estimated>> => {
      const how: Row = (item) => (Number(item.slice(1)) < 100 ? labeled : target)(item);
      return estimated(await studyOf(blocks, how, { selection: 'separate' }));
    };
    const [abstained, answered] = [
      silences['it abstained'],
      ((item) => [`${item},judge,judge,Pass,`]) as Row,
    ];
    const alike = await study(abstained, abstained);
    expect(alike.rate).toMatchObject({ status: 'corrected', method: 'Rogan-Gladen', claimed: true });
    // No verdict is not a yes: of 63 yes 52 are hit, of 37 no 29.
    expect(alike.rate.details.slice(0, 2).map(({ value }) => value)).toEqual([52 / 63, 29 / 37]);
    expect(alike.text).toContain('It gave no verdict on 165 of 1,100 items: they count as not yes.');
    const apart = await study(abstained, answered);
    expect(apart.rate).toMatchObject({ status: 'refused', fix: { code: 'ask-about-all' } });
    expect(apart.rate.reason?.text).toContain(
      'no verdict on 0% of the items the rate is about; of the calibration set it has none on 9.5% ' +
        'of what people call yes and on 24%',
    );
  });
});

describe('PPI++', () => {
  test('two people an item: silent items stay, each with what people say of other silent items', async () => {
    // The first person's Fail on every tenth item makes outcomes shares.
    const lines = ['item,rater,kind,label,status,prob_Pass,prob_Fail'];
    const random = createRandom('silent shares');
    for (let i = 0; i < 900; i++) {
      const good = random.next() < 0.7;
      const silent = random.next() < (good ? 0.05 : 0.4);
      const p = (good ? 0.6 : 0.2) + 0.3 * random.next();
      if (i < 150)
        lines.push(
          `i${i},ann,human,${good ? 'Pass' : 'Fail'},,,`,
          `i${i},bo,human,${good && i % 5 > 0 ? 'Pass' : 'Fail'},,,`,
        );
      lines.push(`i${i},judge,judge,,${silent ? 'abstain' : ''},${silent ? ',' : `${p},${1 - p}`}`);
    }
    const file = { name: 'r.csv', open: () => [Buffer.from(`${lines.join('\n')}\n`)] };
    const study = await readStudy([file], { selection: 'random' });
    const { rate, text } = estimated(study);
    expect(rate).toMatchObject({
      method: 'PPI++',
      claimed: true,
      drawCheck: { compared: ['silence', 'verdicts', 'confidence'] },
    });
    expect(rate.corrected.counts).toMatchObject({ items: 900, labels: 150 });
    expect(rate.counts.withoutVerdict).toBeGreaterThan(100);
    expect(text).toContain(`It gave no verdict on ${rate.counts.withoutVerdict} of 900 items`);
    // Left out, the rate would be some ten points higher.
    expect(Math.abs(rate.corrected.value - rate.humanOnly.value)).toBeLessThan(0.05);
    expect(estimateRates(study, { version: 'test', pass: ['Pass'] }).rates).toEqual(
      calibrate(study, { version: 'test', pass: ['Pass'], replicates: 100 }).analysis.rates,
    );
  });
});

describe('PPI++ in clusters', () => {
  // Pairs of items; the judge is silent on every fifth, more often where people fail.
  const items = Array.from({ length: 300 }, (_, i) => {
    const random = createRandom('silent pairs').fork(i);
    const good = random.next() < 0.7;
    const call = random.next() < (good ? 0.05 : 0.4) ? null : Number(random.next() < 0.85 === good);
    return {
      id: `i${String(i).padStart(3, '0')}`,
      cluster: `c${String(i >> 1).padStart(3, '0')}`,
      good: Number(good),
      call,
      labeled: i < 120,
    };
  });
  const words = ['Fail', 'Pass'];

  async function studyWith(judges: readonly string[]): Promise<Study> {
    const lines = items.flatMap(({ id, cluster, good, call, labeled }) => [
      ...(labeled ? [`${id},${cluster},ann,human,${words[good]},`] : []),
      ...judges.map(
        (judge) =>
          `${id},${cluster},${judge},judge,${call === null ? '' : words[call]},${call === null ? 'abstain' : ''}`,
      ),
    ]);
    const text = ['item,cluster,rater,kind,label,status', ...lines].join('\n');
    return readStudy([{ name: 'r.csv', open: () => [Buffer.from(`${text}\n`)] }], { selection: 'random' });
  }

  test('a cluster’s outcomes have no part in what its silent items get: the folds keep clusters whole', async () => {
    const { rate } = estimated(await studyWith(['judge']));
    const [labeled, others] = [true, false].map((is) => items.filter((item) => item.labeled === is));
    const code = ({ cluster }: (typeof items)[number]): number => Number(cluster.slice(1));
    const byHand = predictionPoweredMean(
      labeledSample({
        selection: 'random',
        outcome: labeled.map(({ good }) => good),
        judge: labeled.map(({ call }) => call),
        unlabeledJudge: others.map(({ call }) => call),
        clusters: { labeled: labeled.map(code), unlabeled: others.map(code) },
      }),
      {
        folds: clusterFolds(
          labeled.map(({ cluster }) => cluster),
          { random: createRandom(1).fork('rates').fork('folds without verdict') },
        ),
      },
    );
    expect(rate.method).toBe('PPI++');
    expect(rate.corrected.value).toBe(byHand.value);
    expect(rate.corrected.standardError).toBe(byHand.standardError);
  });

  test('two judges who say the same have the same rate, whatever they are called', async () => {
    const { rates } = estimateRates(await studyWith(['judge', 'another name']), {
      version: 'test',
      pass: ['Pass'],
    });
    expect(rates[0].corrected).toEqual(rates[1].corrected);
  });
});

test('no item is dropped in silence: whatever the judge did, every item of the study is in the rate or in a count', async () => {
  const kinds = Object.values(silences);
  const items = fc.array(
    fc.record({
      people: fc.constantFrom('Pass', 'Fail', null),
      judge: fc.constantFrom('Pass', 'Fail', 'not asked', ...kinds.keys()),
    }),
    { minLength: 10, maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(
      items,
      fc.constantFrom(1, 2),
      fc.constantFrom('random', 'separate'),
      async (given, people, selection) => {
        const of = given.map(({ people: label, judge }): Block => [
          1,
          label,
          typeof judge === 'number' || judge === 'not asked' ? null : (judge as 'Pass'),
        ]);
        const how: Row = (item) => {
          const { judge } = given[Number(item.slice(1))];
          return judge === 'not asked' ? notAsked(item) : kinds[judge as number](item);
        };
        // One judged item of each kind, so that there is something to correct.
        const study = await studyOf(
          [...of, [1, 'Pass', 'Pass'], [1, 'Fail', 'Fail'], [1, null, 'Pass']],
          how,
          {
            people,
            selection: selection as 'random',
          },
        );
        const { rate } = estimated(study);
        const {
          labeled,
          compared,
          unlabeled,
          withoutVerdict,
          labeledWithoutVerdict,
          notAsked: outside,
        } = rate.counts;
        expect(compared + unlabeled + withoutVerdict + outside).toBe(study.items.ids.length);
        expect(compared + labeledWithoutVerdict).toBe(labeled);
        expect(outside).toBe(given.filter(({ judge }) => judge === 'not asked').length);
        if (rate.status === 'corrected')
          expect(rate.corrected.counts.items).toBe(study.items.ids.length - outside);
        expect(rate.humanOnly.n).toBe(labeled);
      },
    ),
    { seed: 20261126, numRuns: 60 },
  );
});
