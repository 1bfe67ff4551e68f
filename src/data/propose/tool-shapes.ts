/** Tables as annotation tools write them, and exports that an importer reads: known by their columns. */
import { type ColumnProfile, isSmall } from './column-profile.ts';
import { type Proposal, type ProposedMapping, onlyNotes } from './proposal.ts';

/** Undefined where the columns are of no tool that is known. */
export function toolProposal(columns: readonly ColumnProfile[]): Proposal | undefined {
  const names = new Set(columns.map(({ name }) => name));
  const exported = exports.find(({ has }) =>
    has.every((alternatives) => alternatives.some((name) => names.has(name))),
  );
  if (exported !== undefined)
    return { ...onlyNotes(`the columns are those of ${exported.tool}`), importer: exported.importer };
  return prodigy(names) ?? mturk(columns, names) ?? toloka(columns, names);
}

/** Each needs one column of every group. */
const exports: readonly {
  readonly importer: string;
  readonly tool: string;
  readonly has: readonly (readonly string[])[];
}[] = [
  {
    importer: 'label-studio',
    tool: 'a Label Studio export',
    has: [['annotations'], ['data', 'predictions', 'drafts']],
  },
  {
    importer: 'label-studio',
    tool: 'a Label Studio export',
    has: [['annotation_id'], ['annotator'], ['lead_time']],
  },
  {
    importer: 'argilla',
    tool: 'an Argilla export',
    has: [['responses'], ['suggestions'], ['fields', 'metadata', 'status']],
  },
  { importer: 'langfuse', tool: 'Langfuse scores', has: [['traceId'], ['dataType'], ['source'], ['name']] },
  {
    importer: 'langsmith',
    tool: 'LangSmith feedback',
    has: [['run_id'], ['key'], ['score', 'value'], ['feedback_source']],
  },
  {
    importer: 'phoenix',
    tool: 'Phoenix annotations',
    has: [
      ['annotator_kind'],
      ['name', 'annotation_name'],
      ['span_id', 'context.span_id', 'trace_id', 'session_id'],
    ],
  },
  {
    importer: 'openai-evals',
    tool: 'output items of OpenAI evals',
    has: [['datasource_item_id'], ['datasource_item'], ['results']],
  },
  { importer: 'fastchat', tool: 'FastChat judgments of pairs', has: [['model_1'], ['g1_winner'], ['judge']] },
  {
    importer: 'fastchat',
    tool: 'FastChat judgments of single answers',
    has: [['question_id'], ['model'], ['judge'], ['judgment'], ['score']],
  },
  {
    importer: 'chatbot-arena',
    tool: 'Chatbot Arena votes',
    has: [['model_a'], ['model_b'], ['winner'], ['anony', 'language']],
  },
  { importer: 'promptfoo', tool: 'promptfoo results', has: [['promptIdx'], ['testIdx'], ['gradingResult']] },
];

/** `db-out`: a line for each answer, `answer` being accept, reject or ignore. */
function prodigy(names: ReadonlySet<string>): Proposal | undefined {
  if (!names.has('_input_hash') || !names.has('answer')) return undefined;
  const rater = ['_annotator_id', '_session_id'].find((name) => names.has(name));
  const choices = names.has('accept');
  const label = choices ? 'accept' : 'answer';
  return {
    mappings: [
      {
        item: ['_input_hash'],
        ...(rater === undefined ? { raterName: 'annotator' } : { rater }),
        label,
        ...(choices ? { where: { answer: ['accept'] } } : {}),
      },
    ],
    options: choices ? {} : { abstain: ['ignore'] },
    notes: [
      'a Prodigy export: _input_hash is the text that was shown',
      choices
        ? 'accept holds the choices; rows whose answer is reject or ignore are left out'
        : 'answer is the label, and ignore means that the person passed it over',
    ],
  };
}

/** A batch of results: Input.* is what was shown, Answer.* what was answered. */
function mturk(columns: readonly ColumnProfile[], names: ReadonlySet<string>): Proposal | undefined {
  if (!names.has('HITId') || !names.has('WorkerId')) return undefined;
  const answers = columns.filter((column) => column.name.startsWith('Answer.') && isSmall(column));
  if (answers.length === 0) return onlyNotes('an MTurk batch whose Answer.* columns hold no label');
  const status = columns.find(({ name }) => name === 'AssignmentStatus')?.values ?? [];
  const kept = status.filter((value) => value !== 'Rejected');
  const marks = answers.length > 1 && answers.every(isMarks);
  const labels: ProposedMapping = marks
    ? { oneHot: answers.map(({ name }) => name) }
    : { label: answers[0].name };
  return {
    mappings: [
      {
        item: ['HITId'],
        rater: 'WorkerId',
        ...labels,
        ...(kept.length < status.length ? { where: { AssignmentStatus: kept } } : {}),
      },
    ],
    options: {},
    notes: [
      'an MTurk batch: HITId is the task, WorkerId who did it',
      ...(kept.length < status.length
        ? ['rejected work is left out: you did not pay for it, or doubt it']
        : []),
      ...(answers.length > 1 && !marks
        ? [`${answers.map(({ name }) => name).join(', ')} are several questions: take one at a time`]
        : []),
    ],
  };
}

/** Assignments: INPUT:, OUTPUT:, and GOLDEN: on control tasks. */
function toloka(columns: readonly ColumnProfile[], names: ReadonlySet<string>): Proposal | undefined {
  if (!names.has('ASSIGNMENT:worker_id')) return undefined;
  const outputs = columns.filter((column) => column.name.startsWith('OUTPUT:') && isSmall(column));
  if (outputs.length === 0) return onlyNotes('a Toloka file whose OUTPUT: columns hold no label');
  const inputs = columns.filter(({ name }) => name.startsWith('INPUT:')).map(({ name }) => name);
  const golden = columns.filter(({ name, filled }) => name.startsWith('GOLDEN:') && filled > 0);
  return {
    mappings: [
      {
        item: names.has('ASSIGNMENT:task_id') ? ['ASSIGNMENT:task_id'] : inputs,
        rater: 'ASSIGNMENT:worker_id',
        label: outputs[0].name,
      },
    ],
    options: {},
    notes: [
      'Toloka assignments: ASSIGNMENT:worker_id is who answered',
      ...(golden.length > 0
        ? [`rows with ${golden[0].name} are control tasks: they are read like the others`]
        : []),
      ...(outputs.length > 1
        ? [`${outputs.map(({ name }) => name).join(', ')} are several questions: take one at a time`]
        : []),
    ],
  };
}

/** Holds 1 and 0, or true and false, and nothing else. */
export function isMarks({ values }: ColumnProfile): boolean {
  return values.length > 0 && values.every((value) => /^(?:[01](?:\.0)?|true|false)$/i.test(value));
}
