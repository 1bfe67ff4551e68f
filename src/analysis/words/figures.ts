/** Figures in words, for the sentences of an Analysis. */
import type { Interval } from '../../stats/index.ts';

/** `74%`; one decimal where a whole number would say none or all, and `<0.1%`, `>99.9%` beyond; `unknown` for NaN. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return 'unknown';
  const points = share * 100;
  if (points > 0 && points < 0.1) return '<0.1%';
  if (points < 100 && points > 99.9) return '>99.9%';
  const extreme = Math.round(points) === 0 || Math.round(points) === 100;
  return `${signed(points.toFixed(extreme && points !== 0 && points !== 100 ? 1 : 0))}%`;
}

/** `71% to 79%`; `interval unknown` where there is none. */
export function percentRange({ lower, upper }: Interval): string {
  return Number.isNaN(lower) || Number.isNaN(upper) ? 'interval unknown' : `${percent(lower)} to ${percent(upper)}`;
}

/** A difference of shares in points: `−4 points`, `+2 points`. */
export function points(difference: number): string {
  if (Number.isNaN(difference)) return 'unknown';
  const text = (difference * 100).toFixed(Math.abs(difference) < 0.095 ? 1 : 0);
  const plain = Number(text) === 0 ? '0' : text;
  return `${Number(plain) > 0 ? '+' : ''}${signed(plain)} points`;
}

/** `−6 points to +2 points`; `interval unknown` where there is none. */
export function pointRange({ lower, upper }: Pick<Interval, 'lower' | 'upper'>): string {
  return Number.isNaN(lower) || Number.isNaN(upper) ? 'interval unknown' : `${points(lower)} to ${points(upper)}`;
}

/** A share with its interval: `74% (71% to 77%)`. */
export function estimateText({ value, interval }: { readonly value: number; readonly interval: Interval }): string {
  return `${percent(value)} (${percentRange(interval)})`;
}

/** `1,200 items`, `1 item`; without a word the number alone. */
export function counted(count: number, singular?: string, plural = `${singular}s`): string {
  const number = count.toLocaleString('en-US');
  return singular === undefined ? number : `${number} ${count === 1 ? singular : plural}`;
}

/** A number to `digits` decimals with a true minus sign; `unknown` for NaN. */
export function decimal(value: number, digits = 2): string {
  return Number.isNaN(value) ? 'unknown' : signed(value.toFixed(digits));
}

/** A list in words: `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function signed(text: string): string {
  return text.replace('-', '−');
}
