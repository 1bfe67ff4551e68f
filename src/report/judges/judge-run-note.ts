/** Of a judge that assize ran itself: where its probabilities come from, what failed, and what it cost. */
import type { JudgeAnalysis } from '../../analysis/index.ts';
import type { Content } from '../../charts/index.ts';
import { clause, plainName } from '../page/clean-text.ts';
import { counted, percent, dollars } from '../page/format.ts';
import { note } from '../page/page-parts.ts';

const sources: Readonly<Record<NonNullable<JudgeAnalysis['run']>['probSource'], string>> = {
  logprobs: 'from its token probabilities',
  samples: 'counted over repeated answers, because the endpoint gave no token probabilities',
  verbalized: 'as the judge stated them itself, which are scores and no probabilities before calibration',
};

export function judgeRunNote({ run }: JudgeAnalysis): Content {
  return run === null ? null : [runNote(run), run.probe === null ? null : probeNote(run.probe)];
}

type Run = NonNullable<JudgeAnalysis['run']>;

function runNote(run: Run): Content {
  const {
    model,
    prompt,
    probSource,
    verdicts,
    withoutVerdict,
    unfinished,
    calls,
    failedCalls,
    problems,
    warnings,
    offLabelMass,
  } = run;
  const why = countsOf(problems);
  return note(
    `Asked by assize: ${plainName(model)}, prompt ${plainName(prompt)}; probabilities ` +
      `${sources[probSource]}. ` +
      `${counted(verdicts, 'verdict')} from ${counted(calls, 'call')}, ${counted(failedCalls)} of ` +
      'them failed; ' +
      `${counted(withoutVerdict, 'answer')} without a verdict${why === '' ? '' : ` (${why})`}. ` +
      (unfinished === 0
        ? ''
        : `${counted(unfinished, 'item')} in one order or the other still lack samples and have no ` +
          'verdict. ') +
      (Number.isNaN(offLabelMass)
        ? 'How much of the probability was on no label is not known. '
        : `On average ${percent(offLabelMass)} of the probability was on no label. `) +
      (warnings.length === 0 ? '' : `To be read with care: ${countsOf(warnings)}. `) +
      costOf(run),
  );
}

function countsOf(reasons: Run['problems']): string {
  return reasons.map(({ reason, count }) => `${plainName(reason)} ${counted(count)}`).join(', ');
}

function costOf({ cost, inputTokens, outputTokens }: Run): string {
  if (!Number.isNaN(cost)) return `Cost: ${dollars(cost)}.`;
  const uncounted = Number.isNaN(inputTokens + outputTokens);
  return (
    'The cost is not known: ' +
    `${uncounted ? 'the endpoint did not count the tokens of every answer' : 'the model has no price'}.`
  );
}

function probeNote({
  repeatDifference,
  temperature,
  schemaMask,
  logitBias,
  warnings,
}: NonNullable<Run['probe']>): Content {
  const changes = [
    `temperature: ${words[temperature.answer]}`,
    `a schema: ${words[schemaMask.answer]}`,
    `a bias on a token: ${words[logitBias.answer]}`,
  ];
  const moved = Number.isNaN(repeatDifference)
    ? ''
    : ` Asked again, ${percent(repeatDifference)} of the probability moved.`;
  return [
    note(
      'Tried before the first call, what changes the probabilities that the endpoint reports: ' +
        `${changes.join('; ')}.${moved}`,
    ),
    ...warnings.map((warning) => note('Take care: ', clause(warning))),
  ];
}

const words = { yes: 'yes', no: 'no', unknown: 'not known' };
