/**
 * Answers in, the files of a new study out: labels, a judge, its prompt, examples of items. Nothing is read
 * or written here. What comes out has passed every check that `assize judge` makes before it asks.
 */
import { type Codebook, type JudgeDeclaration, judgeNameOf, parseStudyConfig } from '../../data/index.ts';
import {
  type WordsForLabels,
  ownLabelsPrompt,
  prepareJudge,
  readyPrompt,
  requireFields,
  wordsForLabels,
} from '../../judge/index.ts';
import { sha256 } from '../../storage/index.ts';
import { renderJson } from '../../report/index.ts';

export const studyKinds = ['pass-fail', 'one-to-five', 'pairwise', 'own'] as const;
export type StudyKind = (typeof studyKinds)[number];

export interface StudyAnswers {
  readonly kind: StudyKind;
  /** The names of labels of one's own, in order; empty for the other kinds. */
  readonly labels: readonly string[];
  readonly scale: 'nominal' | 'ordinal';
  /** Labels that count as pass, where the kind leaves it open. */
  readonly pass: readonly string[];
  readonly model: string;
  /** Undefined for OpenAI's own. */
  readonly baseURL: string | undefined;
  /** The name of the variable with the key; null for a server that needs none. */
  readonly key: string | null;
  readonly title: string | undefined;
}

export interface NewStudy {
  readonly codebook: Codebook;
  /** length labels: what the judge answers for each. */
  readonly words: readonly string[];
  /** Name → text. `assize.json` comes last: without it a folder is no study. */
  readonly files: Readonly<Record<(typeof newStudyFiles)[number], string>>;
}

export const newStudyFiles = ['prompt.txt', 'items.jsonl', 'ratings.csv', 'assize.json'] as const;

/** Throws DataError where the answers make no judge that can be asked. */
export function newStudy(answers: StudyAnswers): NewStudy {
  const { model, title } = answers;
  const codebook = codebookOf(answers);
  const { judge, prompt } = judgeOf(answers);
  const items = answers.kind === 'pairwise' ? pairs : singles;
  const config = renderedJson({
    schema: 1,
    ...(title === undefined ? {} : { title }),
    codebook,
    judges: { [judgeNameOf(model)]: judge },
  });
  const { words } = checked(config, judgeNameOf(model), prompt, items);
  const files = {
    'prompt.txt': prompt,
    'items.jsonl': items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'ratings.csv': 'item,rater,label\n',
    'assize.json': config,
  };
  return { codebook, words, files };
}

function codebookOf({ kind, labels, scale, pass }: StudyAnswers): Codebook {
  const label = (name: string): Codebook['labels'][number] => ({
    name,
    ...(pass.includes(name) ? { pass: true } : {}),
  });
  switch (kind) {
    case 'pass-fail':
      return { scale: 'nominal', labels: [{ name: 'Pass', pass: true }, { name: 'Fail' }] };
    case 'one-to-five':
      return { scale: 'ordinal', labels: grades.map(label) };
    case 'pairwise':
      return { scale: 'nominal', labels: [{ name: 'A' }, { name: 'B' }, { name: 'tie', tie: true }] };
    case 'own':
      return { scale, labels: labels.map(label) };
    default:
      return kind satisfies never;
  }
}

export const grades = ['1', '2', '3', '4', '5'] as const;

function judgeOf({ kind, labels, model, baseURL, key }: StudyAnswers): {
  judge: JudgeDeclaration;
  prompt: string;
} {
  const judge: JudgeDeclaration = {
    model,
    // Of other models nobody here knows the family; assize asks for it before it combines judges.
    ...(model.startsWith('gpt-4') ? { family: 'gpt-4' } : {}),
    endpoint: { ...(baseURL === undefined ? {} : { baseURL }), key },
    prompt: { file: 'prompt.txt' },
  };
  switch (kind) {
    case 'pass-fail':
      return { judge, prompt: readyPrompt(kind, { words: ['Pass', 'Fail'] }) };
    case 'one-to-five':
      return { judge, prompt: readyPrompt(kind, { words: grades }) };
    case 'pairwise': {
      // A letter for the tie as for the sides: three tokens of one kind.
      const sides = { a: 'answer_a', b: 'answer_b', labelA: 'A', labelB: 'B', tie: 'tie' };
      return {
        judge: { ...judge, sides, words: { tie: 'C' } },
        prompt: readyPrompt(kind, { words: ['A', 'B'], tie: 'C' }),
      };
    }
    case 'own': {
      const words = wordsForLabels(labels);
      return { judge: { ...judge, ...answeredWith(labels, words) }, prompt: ownLabelsPrompt(labels, words) };
    }
    default:
      return kind satisfies never;
  }
}

/**
 * A name may come back with another first letter, `Good` for `good`; a letter that stands for a label comes
 * as it is.
 */
function answeredWith(labels: readonly string[], { words, kind }: WordsForLabels): Partial<JudgeDeclaration> {
  return kind === 'names'
    ? { normalization: { foldCase: true } }
    : { words: Object.fromEntries(labels.map((name, code) => [name, words[code]])) };
}

/** The judge as it will be read from the files. */
function checked(
  config: string,
  name: string,
  promptText: string,
  items: readonly Example[],
): ReturnType<typeof prepareJudge> {
  const { judges, codebook } = parseStudyConfig(config, 'assize.json');
  const prepared = prepareJudge(name, judges![name], codebook!, { promptText, hash: sha256 });
  requireFields(
    prepared,
    items.map((fields) => ({ id: fields.item, fields })),
  );
  return prepared;
}

function renderedJson(value: unknown): string {
  return [...renderJson(value)].join('');
}

interface Example {
  readonly item: string;
  readonly [field: string]: string;
}

/** An answer that is right, one that is wrong, and one that is neither. */
const singles: readonly Example[] = [
  {
    item: 'example-1',
    question: 'An example, to be replaced: what is the capital of Australia?',
    answer: 'Canberra.',
  },
  {
    item: 'example-2',
    question: 'An example, to be replaced: what is the capital of Brazil?',
    answer: 'Rio de Janeiro.',
  },
  {
    item: 'example-3',
    question: 'An example, to be replaced: why is the sky blue?',
    answer: 'Because of the light.',
  },
];

/**
 * The first answer is better, the second, and neither. `model_a` and `model_b` are who gave them: win rates
 * are counted by these.
 */
const pairs: readonly Example[] = [
  {
    item: 'example-1',
    question: 'An example, to be replaced: what is the capital of Australia?',
    answer_a: 'Canberra.',
    answer_b: 'Sydney.',
    model_a: 'model-one',
    model_b: 'model-two',
  },
  {
    item: 'example-2',
    question: 'An example, to be replaced: why is the sky blue?',
    answer_a: 'Because of the light.',
    answer_b: 'Air scatters blue light more than red.',
    model_a: 'model-one',
    model_b: 'model-two',
  },
  {
    item: 'example-3',
    question: 'An example, to be replaced: how many legs has a spider?',
    answer_a: 'Eight.',
    answer_b: '8.',
    model_a: 'model-two',
    model_b: 'model-one',
  },
];
