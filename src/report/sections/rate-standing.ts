/** What a rate stands on: the method, how the labeled items were chosen, and where every item went. */
import { type RateAnalysis, drawFinding } from '../../analysis/index.ts';
import { h, type Content } from '../../charts/index.ts';
import { clause, prose } from '../page/clean-text.ts';
import { count, counted } from '../page/format.ts';

/** The labels were declared a random draw, and do not look it. */
export function isDoubted({ drawCheck }: RateAnalysis): boolean {
  return drawCheck?.doubt !== undefined;
}

/** How the labeled items were chosen, and what that lets them say. */
const selections: Readonly<Record<RateAnalysis['selection'], string>> = {
  random: 'Drawn at random, so they speak for all items',
  stratified: 'Drawn at random within groups, with unequal chances',
  logged: 'Drawn with chances that were written down',
  separate: 'A separate set, whose mix may differ from the items the rate is about',
  chosen: 'Chosen by hand, so they speak for themselves alone',
  all: 'Every item was labeled',
};

/** What the figures stand on: the method, the choice of items, the counts. */
export function standing(rate: RateAnalysis): Content {
  const { counts, selection, selectionDeclared, status, method, methodReason } = rate;
  const drawn = drawFinding(rate);
  const undeclared = selection === 'chosen' && !selectionDeclared;
  const entries: readonly (readonly [string, Content])[] = [
    ...(status === 'corrected'
      ? ([['Method', [`${method}. Why this one: `, clause(methodReason.text)]]] as const)
      : []),
    [
      'How the labeled items were chosen',
      undeclared
        ? 'Nobody said.'
        : isDoubted(rate)
          ? 'Declared drawn at random; what the judge says of them speaks against it.'
          : [
              `${selections[selection]} (${selectionDeclared ? 'declared' : 'seen in the data'}).`,
              ...(drawn === undefined ? [] : [' ', prose(drawn)]),
            ],
    ],
    [
      'Items with a label by a person',
      `${count(counts.labeled)}, in ${counted(counts.labeledClusters, 'cluster')}`,
    ],
    ...(counts.unanswered === 0
      ? []
      : ([['Items that people were given and did not label', count(counts.unanswered)]] as const)),
    ...(rate.judge === null ? [] : ([['Items with a verdict only', count(counts.unlabeled)]] as const)),
    ...(rate.judge === null ? [] : ([['Items without a verdict', withoutVerdict(rate)]] as const)),
    ...(counts.notAsked === 0
      ? []
      : ([
          [
            'Items the judge was not asked about',
            `${count(counts.notAsked)}; the rate is that of the others`,
          ],
        ] as const)),
  ];
  return [
    h('h4', null, 'What it stands on'),
    h(
      'dl',
      { class: 'settings' },
      ...entries.map(([term, words]) => h('div', null, h('dt', null, term), h('dd', null, words))),
    ),
  ];
}

function withoutVerdict({
  counts: { withoutVerdict: items, labeledWithoutVerdict, withoutRow },
  status,
  selection,
}: RateAnalysis): string {
  if (items === 0) return 'none';
  const parts = [
    `${count(labeledWithoutVerdict)} of them labeled`,
    ...(withoutRow === 0 ? [] : [`${count(withoutRow)} without any row of the judge`]),
  ];
  const counting = selection === 'separate' ? 'as not yes' : 'by what people say of such items';
  const role = status === 'corrected' ? `The corrected figure counts them ${counting}; the` : 'The';
  return `${count(items)} (${parts.join(', ')}). ${role} judge alone leaves them out.`;
}
