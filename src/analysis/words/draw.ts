/** What the check of a declared draw found: printed where it found nothing too. */
import { notice } from '../../stats/index.ts';
import type { RateAnalysis } from '../schema/analysis.ts';
import { type Said, said } from './notices.ts';

/** A doubt, that there is none, or why nobody could look; undefined where no draw was declared. */
export function drawFinding({ drawCheck }: Pick<RateAnalysis, 'drawCheck'>): Said | undefined {
  if (drawCheck === undefined) return undefined;
  const { compared, doubt, reason } = drawCheck;
  if (doubt !== undefined) return doubt;
  if (compared.length > 0) return said(notice('draw-looks-random', { compared }));
  return reason === undefined
    ? undefined
    : said(notice('draw-not-checked', { why: { code: reason.code, facts: reason.facts } }));
}
