/** A rate in sentences: the caution above it, the figure that comes first, the others, the labels saved. */
import type { RateAnalysis } from '../../analysis/index.ts';
import { type Content, h } from '../../charts/index.ts';
import { clause, name, onceEach, prose } from '../page/clean-text.ts';
import { type Estimate, inWords, unknownCell } from '../page/estimate-cells.ts';
import { counted, percent } from '../page/format.ts';
import { paragraph } from '../page/page-parts.ts';
import { isDoubted } from './rate-standing.ts';

/** A calibration set shows how the judge errs; its own rate is its mix, and is compared with no other. */
export function isSeparate({ selection }: RateAnalysis): boolean {
  return selection === 'separate';
}

export function caution(rate: RateAnalysis): Content {
  const { status, corrected, humanOnly } = rate;
  if (isDoubted(rate))
    return cautionBox(
      'No figure here holds for all items.',
      'All intervals here hold for labels drawn at random. Were these chosen, they may be off by ' +
        'more than they are wide.',
      corrected.warnings,
      paragraph('Label some items drawn at random before you report a rate.'),
    );
  const alone = status === 'people alone';
  return cautionBox(
    alone ? 'Take this interval with care.' : 'Take the corrected figure with care.',
    'Its interval may be too narrow here: simulations do not show that it holds for data like these.',
    alone ? humanOnly.warnings : corrected.warnings,
    alone || isSeparate(rate)
      ? null
      : paragraph(
          'The figure by people alone comes first.',
          humanOnly.warnings.length === 0 ? ' Report that one.' : ' It carries a warning too, below.',
        ),
  );
}

function cautionBox(
  heading: string,
  meaning: string,
  warnings: Estimate['warnings'],
  advice: Content,
): Content {
  return h(
    'div',
    { class: 'caution', role: 'note' },
    h('p', null, h('strong', null, heading)),
    paragraph(meaning),
    ...onceEach(warnings).map((warning) => paragraph(prose(warning))),
    advice,
  );
}

/** What the box above a figure has said is not said again below it. */
export function withoutWarnings(estimate: Estimate): Estimate {
  return { ...estimate, warnings: [] };
}

export function leadSentence(rate: RateAnalysis): Content[] {
  const { corrected, humanOnly, status, claimed, event, counts } = rate;
  if (isDoubted(rate)) return ['The rate of ', name(event, 120), ' is open.'];
  const first = status === 'corrected' && !claimed && !isSeparate(rate) ? humanOnly : corrected;
  if (!Number.isFinite(first.value)) return [unknownCell(first.reason)];
  const by =
    first === humanOnly || status === 'people alone'
      ? `, by people alone, on ${counted(counts.labeled, 'labeled item')}.`
      : `, from the judge’s verdicts, corrected by ${counted(counts.labeled, 'item')} that people labeled.`;
  return [`${inWords(first)}: `, name(event, 120), by];
}

/** The figures after the first one. */
export function besideSentences(rate: RateAnalysis): Content[] {
  const { corrected, humanOnly, status, claimed, counts } = rate;
  const other: Content[] =
    status === 'people alone'
      ? ['Nothing was corrected: ', clause(rate.methodReason.text), ' ']
      : isSeparate(rate)
        ? [
            'The ',
            h('strong', null, percent(humanOnly.value)),
            ' of people on the calibration set are its mix, not a rate of these items. ',
          ]
        : isDoubted(rate)
          ? [
              'People say ',
              h('strong', null, inWords(humanOnly)),
              ` of the ${counted(counts.labeled, 'labeled item')}. Corrected with the judge: `,
              h('strong', null, inWords(corrected)),
              '. ',
            ]
          : claimed
            ? ['People alone say ', h('strong', null, inWords(humanOnly)), '. ']
            : ['Corrected with the judge: ', h('strong', null, inWords(corrected)), '. '];
  return [...other, ...judgeSentence(rate)];
}

export function judgeSentence({ judgeOnly }: RateAnalysis): Content[] {
  if (!Number.isFinite(judgeOnly.value)) return [];
  return ['The judge alone says ', h('strong', null, percent(judgeOnly.value)), ', its mistakes included.'];
}

/** Of an interval that may be too narrow nobody can say what it saved. */
export function savedSentence({ labelsSaved, claimed }: RateAnalysis): Content | null {
  if (!claimed || !Number.isFinite(labelsSaved)) return null;
  if (labelsSaved < 1)
    return paragraph(
      h('strong', null, 'No labels saved. '),
      'The judge’s verdicts say too little about people’s to make the interval narrower.',
    );
  const labels = counted(Math.round(labelsSaved), 'label');
  return paragraph(
    h('strong', null, `The judge saved about ${labels}. `),
    'People alone would need that many more for an interval as narrow.',
  );
}
