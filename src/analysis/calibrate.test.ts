import { describe, expect, test } from 'vitest';
import { simulatedStudy } from '../../test/fixtures/simulated-study.ts';
import { reviewedStudies } from '../../test/fixtures/reviewed-studies.ts';
import { type Study, readStudy } from '../data/index.ts';
import { createRandom } from '../stats/index.ts';
import { analysisSchema } from './schema/analysis.ts';
import { calibrate } from './calibrate.ts';
import { diagnose } from './diagnose.ts';
import { applySavedCalibrator } from './saved-calibrator.ts';

const quick = { version: 'test', seed: 1, replicates: 200 };
const { study, truth } = simulatedStudy(1);

describe('calibrate', () => {
  test('intervals hold the truth of the simulated study, and the best temperature is found', () => {
    const { analysis } = calibrate(study, { ...quick, simulatedTruth: truth });
    const rows = analysis.truth!;
    expect(rows).toHaveLength(5);
    for (const row of rows.filter(({ lower }) => !Number.isNaN(lower))) {
      expect(row.lower, row.what).toBeLessThanOrEqual(row.truth);
      expect(row.upper, row.what).toBeGreaterThanOrEqual(row.truth);
    }
    // A fit to 300 items: its standard error is about 0.15.
    expect(
      Math.abs(rows.find((row) => row.what.startsWith('Temperature'))!.estimate - truth.temperature),
    ).toBeLessThan(0.45);
  });

  test('the same study and seed give the same Analysis, and JSON loses nothing of it', () => {
    const first = calibrate(study, quick).analysis;
    expect(calibrate(study, quick).analysis).toEqual(first);
    const listed = { ...first, consensus: { ...first.consensus, items: [...first.consensus.items] } };
    expect(analysisSchema.parse(JSON.parse(JSON.stringify(first)))).toEqual(listed);
  });

  test('the name of a judge changes no figure', async () => {
    const two = reviewedStudies.find(({ name }) => name === 'two-judges')!;
    const results = await Promise.all(
      ['judge-1', 'a-judge'].map(async (name) => {
        const csv = two.ratings.replaceAll('judge-1', name);
        const read = await readStudy([{ name: 'r.csv', open: () => [new TextEncoder().encode(csv)] }], {
          selection: 'random',
        });
        const { analysis } = calibrate(read, { ...quick, pass: ['Pass'] });
        const judge = analysis.judges.find((one) => one.name === name)!;
        const rate = analysis.rates.find((one) => one.judge === name)!;
        return { calibration: judge.calibration, agreement: judge.agreement, corrected: rate.corrected };
      }),
    );
    expect(results[1]).toEqual(results[0]);
  });

  test('every interval is at the level that was asked for', () => {
    const { judges, people, rates } = calibrate(study, { ...quick, level: 0.8 }).analysis;
    const written = JSON.stringify({ judges, people, rates });
    const levels = [...written.matchAll(/"level":([0-9.]+)/gu)].map(([, level]) => level);
    expect(levels.length).toBeGreaterThan(15);
    expect(new Set(levels)).toEqual(new Set(['0.8']));
    const widthOf = (level: number): number => {
      const { calibration } = calibrate(study, { ...quick, level }).analysis.judges[0];
      return calibration!.diagrams.before.bins.reduce((sum, { lower, upper }) => sum + upper - lower, 0);
    };
    expect(widthOf(0.8)).toBeLessThan(widthOf(0.95));
  });

  test('another seed moves intervals, never values', () => {
    const [one, other] = [1, 2].map((seed) => calibrate(study, { ...quick, seed }).analysis.judges[0]);
    expect(other.agreement).toEqual(one.agreement);
    expect(other.orders!.bias.value).toBe(one.orders!.bias.value);
    expect(other.orders!.bias.interval).not.toEqual(one.orders!.bias.interval);
  });

  test('calibration mends a judge that is too sure of itself, on items the map did not see', () => {
    const { before, after, candidates } = calibrate(study, quick).analysis.judges[0].calibration!;
    expect(before.calibrationError.value).toBeGreaterThan(before.calibrationError.expectedIfCalibrated);
    expect(after.calibrationError.value).toBeLessThan(after.calibrationError.expectedIfCalibrated);
    expect(after.logLoss).toBeLessThan(before.logLoss - 0.05);
    expect(candidates.map((candidate) => candidate.method)).toEqual(['identity', 'temperature', 'platt']);
  });

  test('a saved calibrator, loaded again, gives the same bits', () => {
    const { calibrator } = calibrate(study, quick);
    const loaded = JSON.parse(JSON.stringify(calibrator)) as typeof calibrator;
    const rows = applySavedCalibrator(study, calibrator);
    expect(rows).toHaveLength(1200);
    expect(applySavedCalibrator(study, loaded)).toEqual(rows);
    expect(() => applySavedCalibrator(study, { ...calibrator, labels: ['B', 'A'] })).toThrow(
      'fitted to the labels B, A',
    );
  });

  test.each(['auto', 'majority', 'dawid-skene', 'crowdlab'] as const)(
    'the items of the consensus (%s) are worst first, equal ones by name, and counted',
    (consensus) => {
      const thinned = simulatedStudy(
        1,
        ({ kind, rater }) => kind !== 'human' || /[02468]$/.test(rater),
      ).study;
      const { counts, items, method, beside } = calibrate(thinned, { ...quick, consensus }).analysis
        .consensus;
      expect(method).toBe(consensus === 'auto' ? 'dawid-skene' : consensus);
      const listed = [...items];
      const key = ({ quality, item }: (typeof listed)[number]): string => `${quality.toFixed(15)} ${item}`;
      expect(listed.map(key)).toEqual(listed.map(key).toSorted());
      if (consensus === 'majority')
        expect(new Set(listed.map(({ quality }) => quality)).size).toBeLessThan(listed.length);
      const count = (has: (item: (typeof listed)[number]) => boolean): number => listed.filter(has).length;
      expect(counts).toEqual({
        items: listed.length,
        tied: count(({ label }) => label === null),
        single: count(({ ratings }) => ratings === 1),
        crowdlab: count((item) => item.method === 'crowdlab'),
        model: count((item) => item.method === 'dawid-skene'),
        majority: count((item) => item.method === 'majority'),
        unsaid: count(({ label, agreement }) => label !== null && agreement === 0),
      });
      // A majority of people never gives a label that none of them gave.
      expect(counts.unsaid > 0).toBe(consensus !== 'majority');
      // Both methods this began with stand beside, item by item.
      const other = (labelOf: (item: (typeof listed)[number]) => string | null) => {
        const said = listed.map((item) => ({ own: item.label, theirs: labelOf(item) }));
        const known = said.filter(({ theirs }) => theirs !== null);
        return {
          differs: known.filter(({ own, theirs }) => own !== null && own !== theirs).length,
          settles: known.filter(({ own }) => own === null).length,
          open: said.length - known.length,
        };
      };
      const wanted = [
        { method: 'majority', ...other(({ majorityLabel }) => majorityLabel) },
        { method: 'crowdlab', ...other(({ crowdlabLabel }) => crowdlabLabel) },
      ].filter((one) => one.method !== method);
      expect(beside).toMatchObject(wanted);
      expect(wanted.every(({ differs, settles }) => differs + settles > 0)).toBe(
        consensus !== 'majority' || wanted.length === 1,
      );
      expect(counts.single).toBeGreaterThan(0);
      expect(counts.tied).toBeGreaterThan(consensus === 'majority' ? 0 : -1);
    },
  );

  test('what people agree on does not change by what the judge says', () => {
    const people = simulatedStudy(1, (rating) => rating.kind === 'human');
    expect(calibrate(people.study, quick).analysis.people).toEqual(calibrate(study, quick).analysis.people);
    const majority = calibrate(study, { ...quick, consensus: 'majority' }).analysis.consensus;
    expect(majority.contributors.judge).toBeNull();
    const withoutJudge = calibrate(people.study, { ...quick, consensus: 'majority' }).analysis.consensus;
    const [those, these] = [majority, withoutJudge].map(({ items }) =>
      Array.from(items, ({ item, label, numbers }) => ({ item, label, numbers })),
    );
    expect(those).toEqual(these);
    expect(those).toHaveLength(majority.counts.items);
  });
});

describe('what cannot be answered is refused with a reason and a fix', () => {
  test('without a judge, questions 1 and 3', () => {
    const { analysis } = calibrate(simulatedStudy(1, (rating) => rating.kind === 'human').study, quick);
    expect(statuses(analysis.answers)).toEqual([
      '1 refused',
      '2 answered',
      '3 refused',
      '4 refused',
      '5 refused',
    ]);
    for (const answer of analysis.answers.filter(({ status }) => status === 'refused')) {
      expect(answer.reason!.text.length).toBeGreaterThan(10);
      expect(answer.fix!.text.length).toBeGreaterThan(10);
      expect(answer.code).toBe(answer.reason!.code);
    }
  });

  test('without people, everything', () => {
    const { analysis } = calibrate(simulatedStudy(1, (rating) => rating.kind === 'judge').study, quick);
    expect(analysis.answers.every((answer) => answer.status === 'refused')).toBe(true);
    expect(analysis.consensus.method).toBe('none');
    expect(analysis.answers[0].fix?.text).toBe('label at least 50 items drawn at random');
  });

  test('with one person, the ceiling alone: it is unknown, not 0', () => {
    const first = study.raters[0].id;
    const { analysis } = calibrate(
      simulatedStudy(1, (rating) => rating.kind === 'judge' || rating.rater === first).study,
      quick,
    );
    expect(statuses(analysis.answers)).toEqual([
      '1 refused',
      '2 answered',
      '3 answered',
      '4 refused',
      '5 refused',
    ]);
    expect(analysis.judges[0].agreement.ceiling.value).toBeNaN();
    expect(analysis.judges[0].agreement.ceiling.reason?.code).toBe('no-item-of-two-people-and-judge');
    expect(analysis.consensus).toMatchObject({ method: 'majority', contributors: { judge: null } });
  });

  test('doctor and calibrate agree on what is blocked', () => {
    for (const keep of [() => true, isHuman, (rating: { kind: string }) => !isHuman(rating)]) {
      const { study: part } = simulatedStudy(1, keep);
      const refused = statuses(
        calibrate(part, quick).analysis.answers.filter(({ status }) => status === 'refused'),
      );
      const blocked = diagnose(part).questions.filter(({ status }) => status === 'blocked');
      expect(blocked.map(({ question }) => `${question} refused`)).toEqual(refused);
    }
  });
});

describe('the collapse guard', () => {
  const scattered = scatterPeople(study);

  test('auto falls back to the people, and says why', () => {
    const { analysis } = calibrate(scattered, quick);
    expect(analysis.consensus).toMatchObject({
      method: 'majority',
      contributors: { judge: null },
      collapse: { collapsed: true },
    });
    expect(analysis.consensus.reason.text).toContain('people agree too little for Dawid-Skene');
    expect(analysis.consensus.beside).toMatchObject([
      { method: 'crowdlab', differs: NaN, reason: { code: 'crowdlab-collapsed' } },
    ]);
    expect([...analysis.consensus.items].every(({ crowdlabLabel }) => crowdlabLabel === null)).toBe(true);
  });

  test('asked for by name it is refused, and everything else is there', () => {
    const { analysis } = calibrate(scattered, { ...quick, consensus: 'crowdlab' });
    expect(analysis.consensus).toMatchObject({ method: 'refused', items: [], collapse: { collapsed: true } });
    expect(analysis.answers.find(({ question }) => question === 2)).toMatchObject({
      status: 'refused',
      code: 'crowdlab-collapsed',
      fix: { code: 'use-the-majority', text: 'use consensus "majority", which is people alone' },
    });
    expect(analysis.judges[0].calibration).not.toBeNull();
    expect(analysis.raters.every((rater) => Number.isNaN(rater.quality))).toBe(true);
  });
});

function isHuman({ kind }: { kind: string }): boolean {
  return kind === 'human';
}

function statuses(answers: readonly { question: number; status: string }[]): string[] {
  return answers.map(({ question, status }) => `${question} ${status}`);
}

/** The same study with people who answer by the toss of a coin. */
function scatterPeople(given: Study): Study {
  const random = createRandom(5);
  const label = given.ratings.label.map((code, row) =>
    given.raters[given.ratings.rater[row]].kind === 'human' ? Math.floor(random.next() * 2) : code,
  );
  return { ...given, ratings: { ...given.ratings, label } };
}
