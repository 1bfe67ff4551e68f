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
import { inWords } from '../page/estimate-cells.ts';
import { count, counted, loss, parameter, percent, range } from '../page/format.ts';
import { noJudgeBoxes } from '../judges/no-judge.ts';
import { disclosure, note, paragraph, refusalBox, type Section } from '../page/page-parts.ts';
import { metricsTable } from './confidence-metrics.ts';

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
