/**
 * The whole path on real ratings, files to Analysis: the collapse of docs/methods/crowdlab.md is met,
 * explained, and never scored.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Analysis, calibrate } from '../../src/analysis/index.ts';
import { type Study, readStudy } from '../../src/data/index.ts';
import { openFile } from '../../src/storage/index.ts';

const folder = join(process.env.ASSIZE_DATASETS ?? '../shared/datasets', 'llm-rubric');
const people = join(folder, 'human_judges_synth_all_FIXED_ANON.tsv');
const judge = join(folder, 'gpt-3.5-turbo-16k_synth_evaluations_FIXED.tsv');
const present = existsSync(people) && existsSync(judge);
if (!present) console.warn(`skipped: ${folder} is not there`);

const options = { version: 'test', seed: 1, replicates: 200 } as const;

describe.skipIf(!present)('calibrate on llm-rubric', () => {
  test.each(['Q0', 'Q1', 'Q5', 'Q7'])(
    '%s: the collapse is found, and the people’s majority stands',
    async (question) => {
      const study = await studyOf(question);
      const { analysis } = calibrate(study, options);
      expect(analysis.consensus).toMatchObject({
        method: 'majority',
        contributors: { judge: null },
        collapse: { collapsed: true, raterCount: 24 },
      });
      const [crowdlab] = analysis.consensus.beside;
      expect(crowdlab).toMatchObject({
        method: 'crowdlab',
        differs: NaN,
        reason: { code: 'crowdlab-collapsed' },
      });
      expect(crowdlab.reason!.text).toMatch(
        /the judge alone: .*\d+ of 24 raters agree with the others no more often/,
      );
    },
  );

  test.each(['Q0', 'Q1', 'Q5', 'Q7'])(
    '%s: asked for by name, the consensus is refused and no figure of the judge changes',
    async (question) => {
      const study = await studyOf(question);
      const [majority, refused] = (['majority', 'crowdlab'] as const).map(
        (consensus) => calibrate(study, { ...options, consensus }).analysis,
      );
      expect(refused.consensus).toMatchObject({ method: 'refused', items: [] });
      expect(refused.answers.find((answer) => answer.question === 2)).toMatchObject({ status: 'refused' });
      expect(refused.judges).toEqual(majority.judges);
      expect(refused.people).toEqual(majority.people);
      expect(judgeRater(refused).agreementWithConsensus).toEqual(judgeRater(majority).agreementWithConsensus);
    },
  );

  // 92.8 % and 100 % are what the judge scores against a consensus it fed (docs/traps.md, 1): with single
  // people it is near 40 %.
  test.each([
    ['Q0', 0.335],
    ['Q1', 0.428],
    ['Q5', 0.349],
    ['Q7', 0.36],
  ])(
    '%s: the judge agrees with one person %d of the time, whatever the consensus',
    async (question, published) => {
      const study = await studyOf(question);
      const { analysis } = calibrate(study, options);
      const { judgeWithPerson, measures } = analysis.judges[0].agreement;
      expect(judgeWithPerson.value).toBeCloseTo(withOnePerson(study), 12);
      // Published to three digits over labels; ours is the mean over items, on the items of which some have
      // more labels.
      expect(Math.abs(judgeWithPerson.value - published)).toBeLessThan(0.02);
      for (const { estimate } of measures) expect(estimate.value).toBeLessThan(0.6);
    },
  );
});

function judgeRater(analysis: Analysis): Analysis['raters'][number] {
  return analysis.raters.find(({ kind }) => kind === 'judge')!;
}

/**
 * Recomputed with nothing of the room's own: mean over items of the share of people who give the judge's most
 * probable label.
 */
function withOnePerson({ ratings, raters, codebook }: Study): number {
  const k = codebook.labels.length;
  const verdict = new Map<number, number>();
  const given = new Map<number, number[]>();
  for (let row = 0; row < ratings.item.length; row++) {
    const item = ratings.item[row];
    if (raters[ratings.rater[row]].kind === 'human')
      given.set(item, [...(given.get(item) ?? []), ratings.label[row]]);
    else {
      const at = ratings.probabilityRow[row] * k;
      const probabilities = ratings.probabilities.slice(at, at + k);
      verdict.set(item, probabilities.indexOf(Math.max(...probabilities)));
    }
  }
  const shares = [...verdict]
    .filter(([item]) => given.has(item))
    .map(
      ([item, label]) => given.get(item)!.filter((code) => code === label).length / given.get(item)!.length,
    );
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

async function studyOf(question: string): Promise<Study> {
  const labels = ['1', '2', '3', '4'];
  const answers = {
    ...(await openFile(people)),
    source: {
      columns: { item: 'text_id', rater: 'annotator_id', label: question },
      kind: 'human' as const,
      missing: ['0'],
    },
  };
  const verdicts = {
    ...(await openFile(judge)),
    source: {
      columns: { item: 'text_id' },
      where: { criterion: question },
      rater: 'gpt-3.5-turbo',
      kind: 'judge' as const,
      probabilities: Object.fromEntries(labels.map((label) => [label, `answer${label}_prob`])),
    },
  };
  return readStudy([answers, verdicts], {
    codebook: { scale: 'nominal', labels: labels.map((name) => ({ name })) },
    duplicates: 'first',
  });
}
