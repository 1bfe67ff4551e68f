/** The five questions, each answered or refused: words first, the figures first among the words. */
import { type Analysis, type Answer, placedWarnings, questions } from '../../analysis/index.ts';
import { h, type Content } from '../../charts/index.ts';
import { clause, name, prose, sentence, shortText } from '../page/clean-text.ts';
import { counted } from '../page/format.ts';
import { refusalBox, type Section } from '../page/page-parts.ts';

const titles = Object.values(questions).map(({ title }) => title);

/** Where the long answer of each question stands. */
const details: readonly (readonly (readonly [id: string, words: string])[])[] = [
  [
    ['judges', 'The judge beside people, in full'],
    ['differences', 'Where they differ most, item by item'],
  ],
  [['labels', 'Every label, lowest quality first']],
  [['confidence', 'The judge’s confidence, in full']],
  [['rates', 'The true rate, in full']],
  [],
];

export function answersSection(analysis: Analysis): Section {
  return {
    id: 'answers',
    heading: 'The answers',
    short: 'Answers',
    body: [
      warningsBox(analysis),
      h('ol', { class: 'answers' }, ...titles.map((title, index) => questionNode(analysis, index, title))),
    ],
  };
}

/** What changes how the answers are to be read, before them; what an answer says itself is only counted. */
function warningsBox({ warnings, answers }: Analysis): Content {
  const { first, inAnswers } = placedWarnings(warnings, answers);
  const all = first.length + inAnswers.length;
  if (all === 0) return null;
  const link = h('a', { href: '#warnings' }, counted(all, 'warning'));
  const belong = all === 1 ? ' belongs to these answers' : ' belong to these answers';
  if (first.length === 0) return h('p', { class: 'pointer' }, link, `${belong}: each is said in its answer.`);
  return h(
    'div',
    { class: 'pointer', role: 'note' },
    h('p', null, link, `${belong}. Read first:`),
    h('ul', null, ...first.map((warning) => h('li', null, prose(warning)))),
  );
}

function questionNode(analysis: Analysis, index: number, title: string): Content {
  const answers = analysis.answers.filter(({ question }) => question === index + 1);
  const long = details[index] ?? [];
  return h(
    'li',
    { class: answers.some(({ status }) => status === 'answered') ? 'answer' : 'answer refused' },
    h('h3', null, shortText(answers[0]?.title ?? title, 200)),
    ...answers.map((answer) => answerNode(answer, answers.length > 1)),
    answers.length === 0 ? refusalBox('Not answered', 'This run did not look at this question.') : null,
    long.length > 0 && answers.some(({ status }) => status === 'answered')
      ? h('p', { class: 'more' }, ...long.map(([id, words]) => h('a', { href: `#${id}` }, words)))
      : null,
  );
}

function answerNode(answer: Answer, named: boolean): Content {
  const heading = named && answer.judge !== null ? h('h4', null, name(answer.judge)) : null;
  if (answer.status === 'refused') {
    return h(
      'div',
      null,
      heading,
      refusalBox('Not answered', answer.reason?.text ?? answer.text, answer.fix?.text),
    );
  }
  const { first, rest } = leadSentence(sentence(answer.text));
  return h(
    'div',
    null,
    heading,
    h('p', { class: 'lead' }, clause(first)),
    rest === '' ? null : h('p', null, clause(rest)),
  );
}

/** The first sentence is set larger. A point inside a figure is no end of a sentence. */
function leadSentence(text: string): { first: string; rest: string } {
  const end = /[.!?](?= [A-Z])/u.exec(text);
  if (end === null) return { first: text, rest: '' };
  return { first: text.slice(0, end.index + 1), rest: text.slice(end.index + 2) };
}
