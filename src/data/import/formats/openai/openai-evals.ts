/**
 * OpenAI Evals, both things of that name: the output items of the hosted service, and the run logs and
 * samples of the open-source repository. The files of one import are of one of the two.
 */
import { DataError } from '../../../data-error.ts';
import { ExportPages } from '../../frame/export-pages.ts';
import type { Imported, Importer, ImportOptions, ImportReader } from '../../frame/importer.ts';
import { OutputItems } from './openai-output-items.ts';
import { RunLogs } from './openai-run-logs.ts';
import { textOf } from '../../frame/rating-drafts.ts';
import type { RecordField } from '../../frame/record-field.ts';

export const openaiEvals: Importer = Object.freeze<Importer>({
  name: 'openai-evals',
  title: 'OpenAI Evals',
  reads: 'output items as pages or JSONL, or run logs and samples of the evals repository as JSONL',
  from:
    'GET /v1/evals/ID/runs/ID/output_items, page by page; or the log that oaieval writes, and its ' +
    'samples file',
  options: Object.freeze(['question', 'humans', 'judges'] as const),
  start: (options) => new OpenAiEvalsReader(options),
});

class OpenAiEvalsReader implements ImportReader {
  readonly #items: OutputItems;
  readonly #logs: RunLogs;
  readonly #pages = new ExportPages({
    entries: 'output items',
    fetch:
      'Fetch the next page with after= and the last_id of this one, until has_more is false, and ' +
      'import all pages together.',
    listOf: (entry) => (entry.is('object') && textOf(entry.maybe('run_id'))) || '',
  });

  constructor(options: ImportOptions) {
    this.#items = new OutputItems(options);
    this.#logs = new RunLogs(options);
  }

  record(record: RecordField): void {
    for (const entry of this.#pages.entries(record)) {
      if (isOutputItem(entry)) this.#items.add(entry);
      else if (isLogLine(entry)) this.#logs.line(entry);
      else this.#logs.sample(entry);
      if (this.#items.count > 0 && this.#logs.count > 0)
        entry.fail(
          'output items of the hosted service and files of the evals repository in one import',
          'Import them one by one into different folders.',
        );
    }
  }

  end(): Imported {
    if (this.#items.count === 0 && this.#logs.count === 0)
      throw new DataError('no output item, no log and no sample of OpenAI Evals was found');
    const imported = this.#items.count > 0 ? this.#items.end() : this.#logs.end();
    return { ...imported, notes: [...this.#pages.notes(), ...imported.notes] };
  }
}

function isOutputItem(entry: RecordField): boolean {
  return (
    entry.maybe('object')?.value === 'eval.run.output_item' || entry.maybe('datasource_item') !== undefined
  );
}

function isLogLine(entry: RecordField): boolean {
  if (entry.either('spec', 'final_report') !== undefined) return true;
  return entry.maybe('event_id') !== undefined && entry.maybe('sample_id') !== undefined;
}
