/** What is shown in place of a judge's figures: that there is no judge, or which were set aside and why. */
import type { Analysis } from '../../analysis/index.ts';
import type { Content } from '../../charts/index.ts';
import { plainName } from '../page/clean-text.ts';
import { refusalBox } from '../page/page-parts.ts';

/** One box for each judge or reference whose labels do not meet those of people. */
export function setAsideBoxes({ study }: Pick<Analysis, 'study'>): Content[] {
  return study.setAside.map(({ rater, reason, fix }) =>
    refusalBox(`${plainName(rater)} is not compared with people`, reason.text, fix.text),
  );
}

/** For a page without a judge to show: what to do is what the first answer says. */
export function noJudgeBoxes({ study, answers }: Pick<Analysis, 'study' | 'answers'>): Content[] {
  const boxes = setAsideBoxes({ study });
  const fix = answers.find(({ question }) => question === 1)?.fix?.text;
  return study.setAside.some(({ kind }) => kind === 'judge')
    ? boxes
    : [...boxes, refusalBox('No judge', 'no rater in these data is a judge', fix)];
}
