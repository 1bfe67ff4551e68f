import { describe, expect, test } from 'vitest';
import { notice } from '../numeric/estimate.ts';
import { type ConsensusFacts, chooseConsensus } from './choose-consensus.ts';

const facts: ConsensusFacts = {
  nominal: true,
  kappa: 0.2,
  people: 3,
  labelsPerPerson: 10,
  groups: 1,
  sharedItems: 60,
};
const withJudge = { ...facts, judgeAboveChance: 0.01 };

describe('chooseConsensus', () => {
  test('a judge above chance: the model with the judge, strength 10, however few labels a person gave', () => {
    expect(chooseConsensus({ ...withJudge, labelsPerPerson: 2 })).toEqual({
      method: 'Dawid-Skene',
      judge: true,
      strength: 10,
      why: notice('model-with-judge-fits', { people: 3, sharedItems: 60 }),
    });
  });

  test.each([
    ['none', undefined],
    ['not above chance', 0],
    ['not above chance', -0.1],
    ['not above chance', NaN],
  ])('a judge that is %s (%s): people alone, strength 2', (judge, judgeAboveChance) => {
    const given = judgeAboveChance === undefined ? facts : { ...facts, judgeAboveChance };
    expect(chooseConsensus(given)).toEqual({
      method: 'Dawid-Skene',
      judge: false,
      strength: 2,
      why: notice('model-fits', { people: 3, sharedItems: 60, judge }),
    });
  });

  test('few labels a person and no judge: the majority', () => {
    const less = { ...facts, labelsPerPerson: 9.9 };
    const why = notice('few-labels-a-person', { labels: 9.9, from: 10 });
    expect(chooseConsensus(less)).toEqual({ method: 'soft majority', why });
    expect(chooseConsensus({ ...less, judgeAboveChance: -0.2 })).toEqual({ method: 'soft majority', why });
    expect(chooseConsensus({ ...facts, labelsPerPerson: NaN }).method).toBe('soft majority');
  });

  test.each<[Partial<ConsensusFacts>, ReturnType<typeof notice>]>([
    [{ nominal: false }, notice('labels-have-order')],
    [{ kappa: 0.19 }, notice('people-hardly-agree', { kappa: 0.19, from: 0.2 })],
    [{ kappa: -1 }, notice('people-hardly-agree', { kappa: -1, from: 0.2 })],
    [{ kappa: NaN }, notice('kappa-of-people-unknown')],
    [{ people: 2 }, notice('few-people', { people: 2, from: 3 })],
    [{ sharedItems: 59 }, notice('few-shared-items', { items: 59, from: 60 })],
    [{ groups: 2 }, notice('people-in-groups', { groups: 2 })],
  ])('%o: the majority, with a judge and without', (change, why) => {
    expect(chooseConsensus({ ...facts, ...change })).toEqual({ method: 'soft majority', why });
    expect(chooseConsensus({ ...withJudge, ...change })).toEqual({ method: 'soft majority', why });
  });

  test('the first thing against the model is named: order of labels before all', () => {
    expect(chooseConsensus({ ...facts, nominal: false, kappa: 0, people: 1 }).why.code).toBe(
      'labels-have-order',
    );
  });
});
