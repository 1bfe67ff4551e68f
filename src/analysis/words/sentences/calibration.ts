/** What is said of calibration, its fits and its scores. */
import type { Sentences } from '../sentence.ts';
import { counted, listed, parameter } from '../figures.ts';

/** How a map is called in a sentence, by its method. */
export const mapNames: Readonly<Record<string, string>> = {
  identity: 'no correction',
  temperature: 'temperature scaling',
  platt: 'Platt scaling',
  'label bias': 'temperature and label bias',
};

export const calibrationSentences: Sentences = {
  'nothing-to-score': () => 'no labeled item has a prediction',
  'one-fold': () => 'all labeled items are in one fold, so there is no base rate from the others',
  'too-few-to-fit': ({ clusters, from }) =>
    `only ${counted(clusters, 'labeled cluster')}: below ${from} the probabilities are used as given`,
  'few-to-fit': ({ clusters, from }) =>
    `only ${counted(clusters, 'labeled cluster')}: below ${from} the fit may be worse than the ` +
    'probabilities as given',
  'candidate-left-out': ({ method, failures, tries }) =>
    `${mapNames[method]} found no best fit in ${failures} of ${tries} tries, so it is left out ` +
    'wherever those count',
  'no-candidate-left': () => 'no correction is left: the probabilities are used as given',
  'not-converged': ({ method, iterations }) =>
    `${mapNames[method]} did not converge in ${counted(iterations, 'iteration')}`,
  'uniform-probabilities': () => 'every row is uniform, so no temperature changes anything',
  'temperature-at-bound': ({ bound, end }) =>
    end === 'upper'
      ? `temperature at its upper bound ${parameter(bound)}: the probabilities say next to nothing ` +
        'about the labels'
      : `temperature at its lower bound ${parameter(bound)}: people follow the top label almost ` +
        'without exception',
  'constant-probabilities': () =>
    'all probabilities are the same, so Platt scaling gives every item the overall share',
  'inverted-judge': () => 'inverted judge: the more probable it holds a label, the fewer people give it',
  'folds-differ': ({ methods }) =>
    'the folds chose different corrections: ' +
    listed((methods as readonly string[]).map((one) => mapNames[one] ?? one)),
  'folds-warned': ({ folds, of, first }, { notice }) =>
    `the fit warned in ${folds} of ${counted(of, 'fold')}: ${notice(first)}`,
};
