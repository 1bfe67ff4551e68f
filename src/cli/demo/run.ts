/**
 * What `assize demo` does: simulate a study whose truth is known, write it, and take the written files down
 * the path of `calibrate`.
 */
import { basename, join } from 'node:path';
import type { SimulatedTruth } from '../../analysis/index.ts';
import { readStudy, toCsv } from '../../data/index.ts';
import { renderJson } from '../../report/index.ts';
import {
  type PairwiseStudy,
  createRandom,
  pairwiseLabels,
  simulatePairwiseStudy,
} from '../../stats/index.ts';
import { loadStudyFolder } from '../../storage/index.ts';
import { terminalFor } from '../input/printing.ts';
import { createProgress } from '../shell/progress.ts';
import { pathIn } from '../input/read-input.ts';
import { calibrateAndWrite, exitCodeOf } from '../calibrate/run.ts';
import { sayFlag } from '../input/say-flag.ts';
import type { Session } from '../shell/world.ts';
import { writeResults } from '../input/write-results.ts';

export interface DemoCommandOptions {
  readonly seed: number;
  readonly out: string;
  readonly json?: boolean;
  readonly open?: boolean;
}

/** One model of the simulated study, whose win rate the demo asks for. */
const countedModel = 'cobalt';

export async function runDemo(options: DemoCommandOptions, { world, version }: Session): Promise<number> {
  const progress = createProgress(world);
  const terminal = terminalFor(world, options);
  try {
    const simulated = simulatePairwiseStudy(createRandom(options.seed).fork('demo'));
    terminal.paragraph(
      'SIMULATED DATA: people and judge are made up, so that the truth is known and each answer can ' +
        'be checked against it.',
      { tone: 'bold' },
    );
    terminal.blank();
    const folder = pathIn(world, options.out);
    await writeResults(world, options.out, studyFiles(simulated, options.seed), { kind: 'study' });

    const loaded = await loadStudyFolder(folder);
    // Named without their folder, so that the results do not depend on where the demo was run.
    const files = loaded.files.map((file) => ({ ...file, name: basename(file.name) }));
    const study = await readStudy(files, loaded.options);
    const out = join(options.out, 'out');
    const analysis = await calibrateAndWrite(study, world, progress, {
      out,
      json: options.json === true,
      calibrate: {
        version,
        seed: options.seed,
        win: countedModel,
        simulatedTruth: truthOf(simulated),
        say: sayFlag,
      },
    });
    if (options.open === true) world.openInBrowser(join(folder, 'out', 'report.html'));
    return exitCodeOf(analysis);
  } finally {
    progress.end();
  }
}

/** The study as a person would have it: one long table and a description. */
function studyFiles(
  { items, ratings }: PairwiseStudy,
  seed: number,
): Record<string, string | Iterable<string>> {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const header = [
    'item',
    'rater',
    'kind',
    'label',
    'order',
    'prob_A',
    'prob_B',
    'cluster',
    'model_a',
    'model_b',
  ];
  const rows = ratings.map((rating) => {
    const item = itemOf.get(rating.item)!;
    const [first, second] = rating.probabilities?.map(String) ?? ['', ''];
    return [
      rating.item,
      rating.rater,
      rating.kind,
      rating.label,
      rating.order ?? '',
      first,
      second,
      item.prompt,
      item.model_a,
      item.model_b,
    ];
  });
  const judges = new Set(ratings.flatMap((rating) => (rating.kind === 'judge' ? [rating.rater] : [])));
  const description = {
    schema: 1,
    title: `Simulated study (seed ${seed})`,
    codebook: { scale: 'nominal', labels: pairwiseLabels.map((name) => ({ name })) },
    raters: Object.fromEntries([...judges].map((name) => [name, { kind: 'judge', family: name }])),
    selection: 'random',
    sources: [{ path: 'ratings.csv' }],
  };
  return { 'assize.json': renderJson(description), 'ratings.csv': toCsv(header, rows, { exact: true }) };
}

function truthOf({ items, truth }: PairwiseStudy): SimulatedTruth {
  const { label, winRates, ceiling, judgeWithPerson, temperature, sideBias } = truth;
  const rate = winRates.get(countedModel)!;
  return {
    labels: new Map(items.map((item, i) => [item.id, label[i]])),
    rate,
    ceiling,
    judgeWithPerson,
    temperature,
    sideBias,
  };
}
