/**
 * Which judge agrees with people more, alone: a study in, every two judges on the same items out. The same
 * numbers as `calibrate` gives for the same judges.
 */
import { z } from 'zod';
import { DataError, type SayOption, type Study, hint, optionLike, plainOption } from '../data/index.ts';
import { compareJudges } from './comparison/compare-judges.ts';
import { contextOf } from './context.ts';
import { analysisSchema } from './schema/analysis.ts';
import { comparisonSchema } from './schema/comparison.ts';
import { assumptionsOf, studySection } from './study/study-section.ts';
import { warnStudy } from './study/warn-study.ts';
import { comparisonMethods } from './words/methods.ts';
import { saidWarning } from './words/notices.ts';

const { program, study, warnings, methods, assumptions } = analysisSchema.shape;

export const comparisonAnalysisSchema = z.object({
  schema: z.literal(2),
  program,
  options: z.object({ level: z.number(), judges: z.array(z.string()) }),
  study,
  comparison: comparisonSchema,
  warnings,
  methods,
  assumptions,
});

/** What `compare.json` holds. */
export type ComparisonOfStudy = z.infer<typeof comparisonAnalysisSchema>;

export interface CompareOptions {
  /** Version of the program, for the record in the result. */
  readonly version: string;
  readonly level?: number;
  /** Those to compare; all of the study where none is named. */
  readonly judges?: readonly string[];
  /** How options are said in what is to be done, as for `calibrate`. */
  readonly say?: SayOption;
}

/**
 * Compares the judges of a study. Nothing is drawn: the same study gives the same result whatever its judges
 * are called. Throws DataError for fewer than two judges, and for a name that is no judge of the study.
 */
export function compareStudy(given: Study, options: CompareOptions): ComparisonOfStudy {
  const { version, level = 0.95, judges: named = [], say = plainOption } = options;
  const context = contextOf(given, { pass: [], win: null });
  requireJudges(
    context.judges.map(({ name }) => name),
    named,
  );
  const judges = context.judges.filter(({ name }) => named.length === 0 || named.includes(name));
  const found = compareJudges({ ...context, judges }, level)!;
  return Object.freeze(
    comparisonAnalysisSchema.parse({
      schema: 2,
      program: { name: 'assize', version },
      options: { level, judges: [...named] },
      study: studySection(context, false, say),
      comparison: found,
      warnings: warnStudy(context).map((warning) => saidWarning(warning, say)),
      methods: comparisonMethods(found),
      assumptions: assumptionsOf(given),
    }),
  );
}

function requireJudges(judges: readonly string[], named: readonly string[]): void {
  const known =
    judges.length === 0 ? 'the data hold none' : `the judges are ${judges.slice(0, 10).join(', ')}`;
  const unknown = named.find((name) => !judges.includes(name));
  if (unknown !== undefined) throw new DataError(`no judge is called ${JSON.stringify(unknown)}`, {}, known);
  const compared = named.length === 0 ? judges.length : new Set(named).size;
  if (compared > 1) return;
  throw new DataError(
    'a comparison needs two judges',
    {},
    hint`${known}: name each with ${optionLike('judge', 'NAME')}`,
  );
}
