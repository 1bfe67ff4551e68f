/** `assize import`: the export of another tool in, a study folder out. */
import { type Command, Option } from 'commander';
import { collectList, collectMap } from '../input/lists.ts';
import type { ImportCommandOptions } from './run.ts';
import type { Session } from '../shell/world.ts';
import { wrapText } from '../shell/terminal-text.ts';

/** Here once more, so that the help needs no room of readers; a test compares it with the readers. */
export const importFormats: readonly (readonly [name: string, from: string])[] = [
  [
    'mt-bench',
    'the splits human and gpt4_pair of lmsys/mt_bench_human_judgments on Hugging Face, in one file ' +
      'or several',
  ],
  [
    'fastchat',
    'the files in model_judgment that gen_judgment writes, such as gpt-4_pair.jsonl or gpt-4_single.jsonl',
  ],
  [
    'chatbot-arena',
    'data sets such as lmsys/chatbot_arena_conversations and lmsys/arena-human-preference-55k',
  ],
  [
    'promptfoo',
    'promptfoo eval -o results.json, or promptfoo export eval ID -o results.json after rating in the viewer',
  ],
  ['label-studio', 'in the project: Export, then JSON'],
  ['langfuse', 'from the public API: GET /api/public/v3/scores, page by page'],
  ['langsmith', 'from the API: GET /api/v1/feedback, or list_feedback of the SDK'],
  ['phoenix', 'GET /v1/projects/NAME/span_annotations, page by page, or get_span_annotations_dataframe'],
  ['argilla', 'in Python: dataset.records.to_list(flatten=True), or to_datasets()'],
  [
    'openai-evals',
    'GET /v1/evals/ID/runs/ID/output_items, page by page; or the log that oaieval writes, and its ' +
      'samples file',
  ],
  [
    'responses',
    'answers of a judge as they were saved: chat completions, Responses, the output of a batch, ' +
      'answers of decision models; one a line, or in an array, or in a field of a record',
  ],
];

export function addImportCommand(program: Command, session: Session): void {
  program
    .command('import')
    .summary('the export of another tool in, a study folder out')
    .description(
      'Reads ratings of people and judges from the export of another tool, and writes a study that ' +
        'doctor and calibrate take.',
    )
    .argument('<format>', 'one of the formats below')
    .argument('<files...>', 'the files of the export')
    .option('--out <folder>', 'where to write the study', 'assize-study')
    .option('--title <text>', 'title of the study')
    .optionsGroup('What to take:')
    .option('--question <name>', 'the one question, metric or score name to take')
    .option('--judge-question <name>', 'the name under which judges answered it, where it is another')
    .addOption(new Option('--turn <turn>', 'mt-bench and fastchat: this turn only').choices(['1', '2']))
    .option('--humans <names>', 'raters, or source types of the tool, that are people', collectList)
    .option('--judges <names>', 'raters, or source types of the tool, that are judges', collectList)
    .option('--item <field>', 'the field that says which item it is: what your other files know it by')
    .option('--people <file>', 'also take the labels of people in this table, as FILE:item=id:label=answer')
    .option('--map <word=label>', 'read this word as that label; several as a=b,c=d', collectMap)
    .optionsGroup('Of saved answers (responses; lists as a,b; a comma inside a name as \\,):')
    .option('--labels <names>', 'the labels the judge chooses from, in order', collectList)
    .option('--words <label=word>', 'what it answers for a label, where it is not its name', collectMap)
    .addOption(
      new Option('--scale <scale>', 'how the labels are ordered').choices(['nominal', 'ordinal', 'interval']),
    )
    .option('--pass <labels>', 'labels that count as pass', collectList)
    .option('--marker <text>', 'what stands before the verdict, such as "Verdict:"')
    .option('--json-key <key>', 'the key of the verdict, where answers are JSON objects')
    .option('--items <file>', 'all items in the order in which they were asked, as FILE:item=id')
    .option('--first', 'the answers are of the first of these items')
    .option('--order <field>', 'the field with the label of the side shown first')
    .option('--rater <name>', 'the name of the judge; else that of the model which answered')
    .optionsGroup('Output:')
    .option('--parquet', 'write the ratings as Parquet instead of CSV')
    .option('--json', 'print the summary as JSON on stdout, and everything else on stderr')
    .addHelpText('after', `\n${formatList()}`)
    .action(async (format: string, files: string[], options: ImportCommandOptions) => {
      const { runImport } = await import('./run.ts');
      session.exitCode = await runImport(format, files, options, session);
    });
}

/** Each format and where its files come from, wrapped beside its name. */
function formatList(): string {
  const margin = Math.max(...importFormats.map(([name]) => name.length)) + 4;
  const lines = importFormats.flatMap(([name, from]) =>
    wrapText(from, 80 - margin).map((line, row) => `${(row === 0 ? `  ${name}` : '').padEnd(margin)}${line}`),
  );
  return ['Formats, and where the files come from:', ...lines].join('\n');
}
