/** What `assize doctor` does: look, say, propose. It writes nothing. */
import {
  type Diagnosis,
  type QuestionSummary,
  diagnose,
  saidWarning,
  counted,
} from '../../analysis/index.ts';
import { DataError, type Study } from '../../data/index.ts';
import { printJson, terminalFor } from '../input/printing.ts';
import type { InputOptions } from '../input/options.ts';
import { flagsOf } from '../input/options.ts';
import { printColumns } from './print-columns.ts';
import { type Proposed, printProposals } from './print-proposals.ts';
import type { Command } from './propose-command.ts';
import { requireNoStudyFile, studyFileName, writeStudyFile } from './study-file.ts';
import { aboutJudges, printNotes, printWarnings } from '../input/print-analysis.ts';
import { sayFlag } from '../input/say-flag.ts';
import { printCodebook, printItems, printRaters, printReading, someNames } from '../input/print-study.ts';
import { type Progress, createProgress } from '../shell/progress.ts';
import { type Input, readInput } from '../input/read-input.ts';
import { type FileSample, sampleFiles } from './sample-files.ts';
import type { Session } from '../shell/world.ts';
import type { Terminal } from '../shell/terminal.ts';
import { shortName } from '../shell/terminal-text.ts';

export interface DoctorCommandOptions extends InputOptions {
  readonly json?: boolean;
  readonly write?: boolean;
}

export async function runDoctor(
  files: readonly string[],
  { json = false, write = false, ...options }: DoctorCommandOptions,
  session: Session,
): Promise<number> {
  const { world } = session;
  const terminal = terminalFor(world, { json });
  const progress = createProgress(world);
  try {
    if (write) await requireNoStudyFile(files, world);
    const samples = await sampleFiles(files, options, world);
    printColumns(samples, terminal);
    const read = await readOrPropose(files, options, session, { samples, progress, terminal, write });
    if ('lines' in read) {
      if (json) printJson({ schema: 1, proposed: read.lines }, world);
      return 0;
    }
    const { study, folder, command, isProposed } = read;
    progress.step('looking');
    const diagnosis = diagnose(study, { pass: [], win: options.win ?? null }, sayFlag);
    progress.end();
    printStudy(study, diagnosis, terminal);
    printQuestions(diagnosis.questions, terminal);
    const warnings = study.warnings.map((warning) => saidWarning(warning, sayFlag));
    printWarnings(warnings, terminal);
    printNotes(warnings, terminal);
    if (write) {
      const left = await writeStudyFile(command, study, world);
      terminal.blank();
      terminal.paragraph(`${studyFileName}: read it, and correct what is not so`, {
        lead: 'written: ',
        leadTone: 'bold',
      });
      printNext(['.'], left, [], diagnosis, terminal);
    } else
      printNext(
        folder === null ? command.files : [folder],
        command.options,
        folder === null ? study.setAside : [],
        diagnosis,
        terminal,
      );
    const proposed = isProposed
      ? { proposed: [['assize', 'calibrate', ...command.files, ...flagsOf(command.options)]] }
      : {};
    if (json) printJson({ schema: 1, codebook: study.codebook, ...diagnosis, ...proposed }, world);
    return diagnosis.ready ? 0 : 3;
  } finally {
    progress.end();
  }
}

interface Looking {
  readonly samples: readonly FileSample[];
  readonly progress: Progress;
  readonly terminal: Terminal;
  readonly write: boolean;
}

interface Looked extends Input {
  readonly command: Command;
  /** The files are read as the shapes of their columns suggest, for a person to check. */
  readonly isProposed: boolean;
}

/**
 * Reads the study; where that fails, as the shapes of the columns suggest, which is printed with every line
 * that was tried. Throws what is in the way where no line reads a file.
 */
async function readOrPropose(
  files: readonly string[],
  options: InputOptions,
  { world }: Session,
  { samples, progress, terminal, write }: Looking,
): Promise<Looked | Pick<Proposed, 'lines'>> {
  try {
    return {
      ...(await readInput(files, options, world, progress)),
      command: { files, options },
      isProposed: false,
    };
  } catch (error) {
    progress.end();
    if (!(error instanceof DataError)) throw error;
    const {
      command,
      lines,
      imports,
      error: open,
    } = await printProposals({ files, options }, samples, world, terminal);
    if (write && imports.length > 0) throw imported(imports);
    if (open !== null) throw open === 'nothing found' ? error : open;
    if (command === null && lines.length === 0) throw error;
    if (command === null) return { lines };
    return {
      ...(await readInput(command.files, command.options, world, progress)),
      command,
      isProposed: true,
    };
  }
}

/**
 * An import writes a study of its own: beside it an `assize.json` of the rest would be one without its judge.
 */
function imported(files: readonly string[]): DataError {
  return new DataError(
    `${files.join(', ')} ${files.length === 1 ? 'is' : 'are'} read by an import, which writes the study itself`,
    {},
    'Run the import line above: nothing is written here.',
  );
}

function printStudy(study: Study, diagnosis: Diagnosis, terminal: Terminal): void {
  printRaters(study, terminal);
  printCodebook(study, terminal);
  printReading(study, terminal);
  printItems({ ...diagnosis, clusterColumn: study.items.clusterColumn }, terminal);
  printRaterTable(diagnosis, terminal);
}

const ratersShown = 20;

function printRaterTable({ raters }: Diagnosis, terminal: Terminal): void {
  const shown = [...raters]
    .sort((a, b) => Number(a.kind === 'human') - Number(b.kind === 'human'))
    .slice(0, ratersShown);
  const rows = shown.map((rater) => [
    shortName(rater.id, 24),
    rater.kind,
    ...[
      rater.items,
      rater.given,
      rater.withProbabilities,
      rater.abstain + rater.invalid + rater.notAsked,
    ].map((count) => counted(count)),
  ]);
  terminal.blank();
  terminal.table([['rater', 'kind', 'items', 'labels', 'with prob.', 'other'], ...rows], {
    right: [2, 3, 4, 5],
    header: true,
  });
  if (raters.length > ratersShown)
    terminal.paragraph(`and ${raters.length - ratersShown} more raters`, { tone: 'dim' });
}

const words: Readonly<Record<QuestionSummary['status'], { text: string; tone: 'green' | 'yellow' | 'red' }>> =
  {
    'can be answered': { text: 'yes      ', tone: 'green' },
    thin: { text: 'thin     ', tone: 'yellow' },
    blocked: { text: 'blocked  ', tone: 'red' },
  };

function printQuestions(questions: readonly QuestionSummary[], terminal: Terminal): void {
  terminal.blank();
  terminal.heading('What can be answered today');
  let previous = 0;
  for (const group of Map.groupBy(questions, ({ question, status, text, fix }) =>
    JSON.stringify([question, status, text, fix]),
  ).values()) {
    const [first] = group as [QuestionSummary];
    if (first.question !== previous)
      terminal.paragraph(first.title, { lead: `${first.question}  `, leadTone: 'bold' });
    previous = first.question;
    const { text, tone } = words[first.status];
    const judges = group.flatMap(({ judge }) => (judge === null ? [] : [judge]));
    terminal.paragraph(`${aboutJudges(judges, first.text)}${first.text}`, {
      lead: text,
      leadTone: tone,
      indent: 3,
    });
    if (first.fix !== '') terminal.paragraph(first.fix, { lead: 'to do: ', indent: 12 });
    const missing = counted(first.labelsMissing);
    if (first.labelsMissing > 0 && !first.fix.includes(missing))
      terminal.paragraph(`about ${missing} more labels by people`, { lead: 'missing: ', indent: 12 });
  }
}

function printNext(
  files: readonly string[],
  options: InputOptions,
  setAside: Study['setAside'],
  diagnosis: Diagnosis,
  terminal: Terminal,
): void {
  // The map is a proposal by spelling: what the words mean, a person knows.
  const proposed = Object.assign({}, ...setAside.map(({ map }) => map)) as Record<string, string>;
  const words = Object.keys(proposed);
  const map = { ...options.map, ...proposed };
  terminal.blank();
  const lead = diagnosis.ready ? 'Next:' : 'Nothing can be answered yet. When the labels are there:';
  terminal.paragraph(
    words.length === 0
      ? lead
      : `${lead.slice(0, -1)}, if ${someNames(words)} ${words.length === 1 ? 'means' : 'mean'} what the map says:`,
    { tone: 'bold' },
  );
  terminal.command([
    'assize',
    'calibrate',
    ...files,
    ...flagsOf(words.length === 0 ? options : { ...options, map }),
  ]);
}
