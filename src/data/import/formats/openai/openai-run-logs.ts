/**
 * The open-source evals repository: the log of `oaieval` (a spec, events, a final report) and the samples it
 * ran on. A model-graded eval logs the judge's choice; a meta-eval's samples hold the choice of a person.
 */
import { listed } from '../../../words/nearest-word.ts';
import { chosenGraders, requireName } from '../../frame/chosen-graders.ts';
import { type Imported, ImportedItems, type ImportOptions, LeftOutCounts } from '../../frame/importer.ts';
import { type RatingDraft, columnsOf, labelOf, settleDrafts, textOf } from '../../frame/rating-drafts.ts';
import type { RecordField } from '../../frame/record-field.ts';

/** What a log says of one run. */
interface Run {
  readonly evalName: string;
  readonly judge: string | undefined;
  /** What the numbers of the samples count in: the samples file, or where it is not said the eval. */
  readonly samples: string;
  metaEval: boolean;
}

interface Choice {
  readonly run: string;
  readonly sample: string;
  readonly metric: string;
  readonly model: boolean;
  readonly label: string;
  readonly draft: Pick<RatingDraft, 'at' | 'score' | 'source'>;
}

interface Sample {
  readonly file: string;
  readonly number: number;
  readonly record: RecordField;
}

/** What the log writes where no choice could be read from the judge's answer. */
const invalidChoice = '__invalid__';

export class RunLogs {
  count = 0;
  readonly #options: ImportOptions;
  readonly #leftOut = new LeftOutCounts();
  readonly #runs = new Map<string, Run>();
  readonly #choices: Choice[] = [];
  readonly #samples: Sample[] = [];
  readonly #metaRuns = new Set<string>();
  #file = '';
  #number = 0;

  constructor(options: ImportOptions) {
    this.#options = options;
  }

  line(line: RecordField): void {
    this.count++;
    const spec = line.maybe('spec');
    if (spec !== undefined) return this.#run(spec);
    if (line.maybe('final_report') !== undefined) return;
    const run = line.get('run_id').id();
    const sample = line.get('sample_id').id();
    const type = line.get('type').text();
    const base = {
      run,
      sample,
      draft: { at: textOf(line.maybe('created_at')), source: `${run} ${line.get('event_id').id()}` },
    };
    if (type === 'match')
      this.#choices.push({ ...base, metric: 'match', model: false, label: matchLabel(line.get('data')) });
    else if (type === 'metrics') this.#metrics(line.get('data'), base);
    else this.#leftOut.add(`event that is no rating: ${listed([type])}`);
  }

  /** A line of a samples file: its number, from 0, is the end of the log's `sample_id`. */
  sample(record: RecordField): void {
    this.count++;
    if (
      record.either('input', 'ideal', 'choice') === undefined &&
      !(this.#options.humans ?? []).some((name) => record.maybe(name) !== undefined)
    )
      record.requires(
        'spec, event_id and sample_id (a log), input, ideal or choice (a sample), or datasource_item ' +
          '(an output item)',
      );
    if (record.place.file !== this.#file) {
      this.#file = record.place.file;
      this.#number = 0;
    }
    this.#samples.push({ file: this.#file, number: this.#number++, record });
  }

  end(): Imported {
    const notes: string[] = [];
    for (const run of this.#metaRuns) {
      const known = this.#runs.get(run);
      if (known !== undefined) known.metaEval = true;
    }
    const chosen = chosenGraders(
      this.#choices.map(({ metric, model }) => ({ name: metric, model })),
      this.#options,
      'metric',
    );
    const judged = this.#choices.flatMap((choice) => this.#verdict(choice, chosen));
    const items = new ImportedItems();
    const people = this.#people(
      this.#options.humans ?? (chosen.size === 0 ? ['choice'] : [...chosen]),
      items,
    );
    const invalid = judged.filter(({ status }) => status === 'invalid').length;
    if (invalid > 0)
      notes.push(`Answers of a judge that held no choice (${invalidChoice}) are invalid (${invalid}).`);
    if (judged.length > 0 && people.length === 0)
      notes.push(
        'A log holds no ratings of people. Import the samples file of a meta-eval with it; if its ' +
          'column is not "choice", name that column as humans.',
      );
    const ratings = settleDrafts([...people, ...judged], this.#leftOut, notes);
    const described = items.list();
    // Runs without their samples: the items are there, and nothing is known of them.
    const known = new Set(described.map(({ item }) => item));
    const others = new Set(judged.flatMap(({ item }) => (known.has(item) ? [] : [item])));
    return {
      ratings,
      items: [...described, ...[...others].map((item) => ({ item, fields: {} }))],
      leftOut: this.#leftOut.list(),
      notes,
    };
  }

  #run(spec: RecordField): void {
    const config = spec.maybe('run_config')?.maybe('eval_spec')?.maybe('args');
    const fns = spec.maybe('completion_fns')?.list() ?? [];
    const evalName = spec.get('eval_name').text();
    this.#runs.set(spec.get('run_id').id(), {
      evalName,
      // A model-graded eval takes the last completion function as its judge.
      judge: textOf(fns.at(-1)) ?? textOf(spec.maybe('model_name')),
      samples: textOf(config?.maybe('samples_jsonl')) ?? evalName.split('.').slice(0, 2).join('.'),
      metaEval: config?.maybe('metaeval')?.value === true,
    });
  }

  /**
   * A word is what a judge chose. Numbers, true and false are computed by code, and the score of the choice
   * goes with it.
   */
  #metrics(data: RecordField, base: Pick<Choice, 'run' | 'sample' | 'draft'>): void {
    const metrics = data.entries().filter(([, field]) => !field.missing);
    const words = metrics.filter(([, field]) => field.is('string'));
    for (const [metric, field] of metrics) {
      if (/(?:^|_)metascore$/.test(metric)) this.#metaRuns.add(base.run);
      else if (field.is('string')) {
        const score = data.maybe('score');
        const own = words.length === 1 && score?.is('number') === true ? score.number() : undefined;
        this.#choices.push({
          ...base,
          metric,
          model: true,
          label: field.text().trim(),
          draft: { ...base.draft, score: own, source: `${base.draft.source} ${metric}` },
        });
      } else if (words.length === 1 && metric === 'score') continue;
      else this.#code(metric, field, base);
    }
  }

  #code(metric: string, field: RecordField, base: Pick<Choice, 'run' | 'sample' | 'draft'>): void {
    const label = labelOf(field);
    if (label === undefined) this.#leftOut.add(`metric that is no label: ${listed([metric])}`);
    else
      this.#choices.push({
        ...base,
        metric,
        model: false,
        label,
        draft: { ...base.draft, source: `${base.draft.source} ${metric}` },
      });
  }

  #verdict({ run, sample, metric, model, label, draft }: Choice, chosen: ReadonlySet<string>): RatingDraft[] {
    if (!chosen.has(metric)) {
      this.#leftOut.add(
        model
          ? `choice of another metric: ${listed([metric])}`
          : `result computed by code: ${listed([metric])}`,
      );
      return [];
    }
    const about = this.#runs.get(run);
    const name = about?.judge === undefined ? about?.evalName : `${about.evalName} by ${about.judge}`;
    const rater = !model || name === undefined ? metric : chosen.size > 1 ? `${name}: ${metric}` : name;
    const invalid = label === invalidChoice;
    // Without a meta-eval every run makes answers of its own, so the same sample is another item in every
    // run.
    const sampleKey = sampleItem(about?.samples, sample);
    const where =
      about?.metaEval === true ? { item: sampleKey } : { item: `${run} | ${sample}`, cluster: sampleKey };
    return [
      {
        ...draft,
        ...where,
        rater,
        kind: 'judge',
        model: model ? about?.judge : undefined,
        label: invalid ? '' : label,
        ...(invalid && { status: 'invalid' }),
      },
    ];
  }

  #people(columns: readonly string[], items: ImportedItems): RatingDraft[] {
    const found = new Set(this.#samples.flatMap(({ record }) => Object.keys(record.object())));
    if (this.#options.humans !== undefined)
      for (const name of columns) requireName(name, [...found].sort(), 'column of the samples');
    const meta = [...this.#runs.values()].filter(({ metaEval }) => metaEval);
    return this.#samples.flatMap(({ file, number, record }) => {
      const labels = columns.flatMap((name) => {
        const label = labelOf(record.maybe(name));
        return label === undefined ? [] : [{ name, label }];
      });
      if (labels.length === 0) this.#leftOut.add("sample without a person's label");
      if (this.#runs.size > 0 && meta.length === 0) {
        this.#leftOut.add(
          "person's label of a sample whose answers the runs made anew (no meta-eval)",
          labels.length,
        );
        return [];
      }
      const item = `${samplesName(file, meta, record)} | ${number}`;
      items.add(item, columnsOf(record.entries().filter(([name]) => !columns.includes(name))), record);
      return labels.map(({ name, label }): RatingDraft => ({ item, rater: name, kind: 'human', label }));
    });
  }
}

function matchLabel(data: RecordField): string {
  const correct = data.get('correct');
  if (correct.is('boolean')) return correct.value === true ? 'correct' : 'incorrect';
  return correct.number() === 1
    ? 'correct'
    : correct.number() === 0
      ? 'incorrect'
      : correct.requires('true, false, 1 or 0');
}

/** `coqa-fact.dev.12` is line 12, from 0, of the samples. */
function sampleItem(samples: string | undefined, sample: string): string {
  const number = /\.(\d+)$/.exec(sample)?.[1];
  return samples === undefined || number === undefined ? sample : `${samples} | ${number}`;
}

/** Which of the runs' samples a file holds: the only ones, or those whose path ends in its name. */
function samplesName(file: string, runs: readonly Run[], record: RecordField): string {
  const names = [...new Set(runs.map(({ samples }) => samples))];
  if (names.length === 0) return baseName(file);
  if (names.length === 1) return names[0];
  const matching = names.filter((name) => baseName(name) === baseName(file));
  if (matching.length === 1) return matching[0];
  return record.fail(
    `this samples file could be each of ${listed(names)}`,
    'Import the runs on one samples file at a time.',
  );
}

function baseName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
