/**
 * Can the judge's confidence be believed: what it says against what people say, before calibration and after.
 */
import {
  type Analysis,
  type CalibrationAnalysis,
  type Diagram,
  type JudgeAnalysis,
  mapNames,
  questions,
} from '../../analysis/index.ts';
import { dataTable, h, reliabilityDiagram, type Content } from '../../charts/index.ts';
import { plainName, name, prose } from '../page/clean-text.ts';
import { explained, inWords } from '../page/estimate-cells.ts';
import { count, counted, loss, parameter, percent, range } from '../page/format.ts';
import { noJudgeBoxes } from '../judges/no-judge.ts';
import { disclosure, note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';

export function confidenceSection({ judges, study, answers }: Analysis): Section {
  return {
    id: 'confidence',
    heading: questions.confidence.title,
    short: 'Confidence',
    body:
      judges.length === 0
        ? noJudgeBoxes({ study, answers })
        : [
            paragraph(
              'When the judge says 80%, people should agree 80% of the time. In the diagrams, the curve of ' +
                'a judge that can be believed follows the dashed line. Luck alone can move the curve ' +
                'inside the grey band; where it leaves the band, the judge is off.',
            ),
            ...judges.map((judge, index) => judgePart(judge, index)),
          ],
  };
}

function judgePart({ name: judge, calibration, probabilities }: JudgeAnalysis, index: number): Content {
  const heading = h('h3', { id: `confidence-${index}` }, name(judge));
  const body =
    calibration === null
      ? [
          refusalBox(
            'Nothing to calibrate',
            'this judge gave no probabilities that can be set beside a person’s label',
            'ask it for token probabilities',
          ),
        ]
      : calibration.status === 'unknown'
        ? [refusalBox('Unknown', calibration.reason?.text ?? 'too few labels'), notes(calibration)]
        : calibrated(judge, calibration, index);
  const mass =
    probabilities !== null && probabilities.renormalized > 0
      ? note(
          `${counted(probabilities.renormalized, 'probability row', 'probability rows')} did not add ` +
            'up to 1 and were scaled so that they do; ' +
            `on average ${percent(probabilities.meanMissingMass)} was missing.`,
        )
      : probabilities !== null && Number.isNaN(probabilities.meanMissingMass)
        ? note(
            'How much of the probability was outside the labels is not known: the endpoint or the ' +
              'way the judge was asked hides it.',
          )
        : null;
  return h('section', { class: 'part', 'aria-labelledby': `confidence-${index}` }, heading, ...body, mass);
}

function calibrated(judge: string, calibration: CalibrationAnalysis, index: number): Content[] {
  const { before, after, event, diagrams, items, labels, clusters, folds, calibrator } = calibration;
  return [
    h(
      'p',
      { class: 'lead' },
      `The judge is ${percent(before.topConfidence)} sure of its label, on average; ` +
        `${percent(before.topShare)} ` +
        'of people give that label.',
    ),
    calibration.gap === null || Number.isNaN(calibration.gap.interval.lower)
      ? null
      : paragraph(
          'How sure the judge is, minus how often people agree: ',
          h('strong', null, inWords(calibration.gap)),
          '.',
        ),
    paragraph(
      calibration.status === 'identity'
        ? 'No correction was applied: the probabilities stay as they are.'
        : `After correction by ${calibratorName(calibrator.method)} the judge is ` +
            `${percent(after.topConfidence)} sure on average, and ${percent(after.topShare)} of people ` +
            'give its label.',
      ...(calibration.reason === undefined ? [] : [' ', prose(calibration.reason)]),
    ),
    h(
      'div',
      { class: 'pair' },
      diagram(diagrams.before, { id: `before-${index}`, when: 'Before', judge, event }),
      diagram(diagrams.after, { id: `after-${index}`, when: 'After', judge, event }),
    ),
    note(
      'Rings are groups of items with a similar probability; their lines are intervals. The bars ' +
        'count the items: where they are few, the curve means little.',
    ),
    metricsTable(calibration, judge),
    note(
      `Judged on ${counted(items, 'item')} with ${counted(labels, 'label')} of people in ` +
        `${counted(clusters, 'cluster')}. The figures after correction are ` +
        `on items the correction was not fitted to (${counted(folds, 'fold')}).`,
    ),
    notes(calibration),
    candidatesTable(calibration),
  ];
}

function diagram(
  { curve, band, bins }: Diagram,
  { id, when, judge, event }: { id: string; when: string; judge: string; event: string },
): Content {
  return reliabilityDiagram({
    id,
    title: `${when} calibration`,
    description:
      `Reliability diagram of ${plainName(judge)} ${when.toLowerCase()} calibration: the probability ` +
      `it gives to ${plainName(event)}, against the ` +
      'share of people who say so. The dashed diagonal is perfect calibration, the grey band what ' +
      'chance allows. The numbers are in the table.',
    curve,
    band,
    bins,
    xLabel: 'what the judge says',
    yLabel: 'what people say',
    format: percent,
    table: {
      caption: `${when} calibration, as a table`,
      columns: [
        { name: 'The judge says' },
        { name: 'Items', numeric: true },
        { name: 'On average', numeric: true },
        { name: 'People say', numeric: true },
        { name: 'Interval', numeric: true },
      ],
      rows: bins.map((bin) => [
        range(bin.from, bin.to, percent),
        count(bin.items),
        bin.items === 0 ? 'no items' : percent(bin.predicted),
        bin.items === 0 ? 'no items' : percent(bin.observed),
        bin.items === 0 ? 'no items' : range(bin.lower, bin.upper, percent),
      ]),
    },
  });
}

function metricsTable(
  { before, after, baselineLogLoss, event }: CalibrationAnalysis,
  judge: string,
): Content {
  type Scores = CalibrationAnalysis['before'];
  const row = (
    label: string,
    pick: (scores: Scores) => number,
    format: (value: number) => string,
    words: string,
  ): Content[] => [explained(label, words), format(pick(before)), format(pick(after))];
  const bins = before.calibrationError.bins;
  return dataTable({
    caption: `The confidence of ${plainName(judge)} in figures`,
    className: 'key',
    columns: [{ name: 'Measure' }, { name: 'Before', numeric: true }, { name: 'After', numeric: true }],
    rows: [
      row(
        'Sure of its label',
        ({ topConfidence }) => topConfidence,
        percent,
        'The mean probability it gives to the label it chooses.',
      ),
      row('People who give that label', ({ topShare }) => topShare, percent, 'How sure it should have been.'),
      row(
        'In the diagram: it says, on average',
        ({ meanConfidence }) => meanConfidence,
        percent,
        `The mean probability of ${plainName(event)}.`,
      ),
      row(
        'In the diagram: people say',
        ({ observedShare }) => observedShare,
        percent,
        'The share it should have given.',
      ),
      row(
        'Calibration error',
        ({ smoothError }) => smoothError.value,
        loss,
        'Lower is better. How far what it says lies from what people say, on average. Misses in opposite ' +
          'directions cancel only between nearly equal probabilities.',
      ),
      row(
        '… if it were calibrated',
        ({ smoothError }) => smoothError.expectedIfCalibrated,
        loss,
        'In 95 of 100 such samples a calibrated judge shows no more.',
      ),
      row(
        'Calibration error in bins',
        ({ calibrationError }) => calibrationError.value,
        loss,
        `Lower is better. The same over ${counted(bins, 'bin')} of equal width, to compare with other tools.`,
      ),
      row(
        '… in bins, if it were calibrated',
        ({ calibrationError }) => calibrationError.expectedIfCalibrated,
        loss,
        'In 95 of 100 such samples a calibrated judge shows no more.',
      ),
      row(
        '… in bins, without the part due to chance',
        ({ calibrationError }) => calibrationError.debiased,
        loss,
        'Lower is better. The same, less what few items alone add to it.',
      ),
      row(
        'Log loss',
        ({ logLoss }) => logLoss,
        loss,
        'Lower is better. Confident mistakes cost most. Always giving people’s overall shares, ' +
          `taken from the other items, costs ${loss(baselineLogLoss)}.`,
      ),
      row(
        'Skill',
        ({ skill }) => skill,
        percent,
        'Higher is better. The share of that cost the judge saves; at or below zero it says no more ' +
          'about an item than the overall shares do.',
      ),
      row(
        'Brier score',
        ({ brier }) => brier,
        loss,
        'Lower is better. The mean squared distance from what people say: the sum of the next three rows.',
      ),
      row(
        '… miscalibration',
        ({ corp }) => corp.miscalibration,
        added,
        'Lower is better. How much of the Brier score a perfect correction of the scale would remove.',
      ),
      row(
        '… discrimination',
        ({ corp }) => corp.discrimination,
        taken,
        'The more is taken off, the better: how well the judge tells items apart.',
      ),
      row(
        '… uncertainty',
        ({ corp }) => corp.uncertainty,
        added,
        'How hard the items are when nothing is known but the overall share.',
      ),
      row(
        'People differing',
        ({ labelVariance }) => labelVariance,
        loss,
        'The part of the uncertainty that is people differing on one item: no judge can remove it.',
      ),
    ],
  });
}

/** A part of a sum. */
function added(value: number): string {
  return Number.isNaN(value) ? loss(value) : `+${loss(value)}`;
}

/** What is taken off a sum. */
function taken(value: number): string {
  return Number.isNaN(value) ? loss(value) : `−${loss(value)}`;
}

function notes({ notes: texts }: CalibrationAnalysis): Content {
  return texts.length === 0
    ? null
    : h('ul', { class: 'cautions' }, ...texts.map((said) => h('li', null, prose(said))));
}

function candidatesTable({ candidates, calibrator }: CalibrationAnalysis): Content {
  const parameters = Object.entries(calibrator.parameters)
    .map(
      ([key, value]) =>
        `${plainName(key)} = ` +
        (Array.isArray(value) ? `[${value.map(parameter).join(', ')}]` : parameter(value)),
    )
    .join(', ');
  return disclosure(
    'How the correction was chosen',
    paragraph(
      'The simplest correction within one standard error of the best is taken, chosen inside the ' +
        'folds. Saved in calibrator.json: ',
      h('strong', null, calibratorName(calibrator.method)),
      parameters === '' ? '.' : `, ${parameters}.`,
    ),
    dataTable({
      caption: 'Corrections tried, simplest first',
      columns: [
        { name: 'Correction' },
        { name: 'Log loss', numeric: true },
        { name: 'Standard error', numeric: true },
        { name: 'Chosen in folds', numeric: true },
      ],
      rows: candidates.map(({ method, logLoss, standardError, converged, chosenInFolds }) => [
        converged ? calibratorName(method) : `${calibratorName(method)} (no best fit found)`,
        loss(logLoss),
        loss(standardError),
        count(chosenInFolds),
      ]),
    }),
  );
}

function calibratorName(method: string): string {
  return Object.hasOwn(mapNames, method) ? mapNames[method] : plainName(method);
}
