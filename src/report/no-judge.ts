/** What stands where a judge's figures would: that there is none, or which were set aside and why. */
import type { Analysis } from '../analysis/index.ts';
import type { Content } from '../charts/index.ts';
import { plainName } from './clean-text.ts';
import { refusalBox } from './page-parts.ts';

/** One box for each judge whose labels do not meet those of people. */
export function setAsideBoxes({ study }: Pick<Analysis, 'study'>): Content[] {
  return study.setAside.map(({ judge, reason, fix }) => refusalBox(`${plainName(judge)} is not compared with people`, reason, fix));
}

/** For a page without a judge to show. */
export function noJudgeBoxes(analysis: Pick<Analysis, 'study'>, fix: string): Content[] {
  const boxes = setAsideBoxes(analysis);
  return boxes.length > 0 ? boxes : [refusalBox('No judge', 'no rater in these data is a judge', fix)];
}
