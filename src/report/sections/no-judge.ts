/** What stands where a judge's figures would: that there is none, or which were set aside and why. */
import type { Analysis } from '../../analysis/index.ts';
import type { Content } from '../../charts/index.ts';
import { plainName } from '../page/clean-text.ts';
import { refusalBox } from '../page/page-parts.ts';

/** One box for each judge or reference whose labels do not meet those of people. */
export function setAsideBoxes({ study }: Pick<Analysis, 'study'>): Content[] {
  return study.setAside.map(({ rater, reason, fix }) => refusalBox(`${plainName(rater)} is not compared with people`, reason, fix));
}

/** For a page without a judge to show. */
export function noJudgeBoxes({ study }: Pick<Analysis, 'study'>, fix: string): Content[] {
  const boxes = setAsideBoxes({ study });
  return study.setAside.some(({ kind }) => kind === 'judge')
    ? boxes
    : [...boxes, refusalBox('No judge', 'no rater in these data is a judge', fix)];
}
