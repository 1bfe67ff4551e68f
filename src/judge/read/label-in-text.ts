/** Which label a text says, whatever its tokens are. */
import { foldedCase } from '../ask/byte-strings.ts';
import type { LabelTokens } from '../ask/label-tokens.ts';

/** The code of the label a text begins with; −1 where it begins with none. */
export function labelAtStart(labels: LabelTokens, text: string): number {
  const word = foldIf(labels, withoutLead(labels, text));
  let best = -1;
  let longest = 0;
  for (const [code, words] of labels.words.entries())
    for (const candidate of words)
      if (
        candidate.length > longest &&
        word.startsWith(candidate) &&
        endsAfter(candidate, word.slice(candidate.length))
      )
        [best, longest] = [code, candidate.length];
  return best;
}

/** The code of the label that the value of a JSON key is; −1 for any other text. */
export function labelOfValue(labels: LabelTokens, value: string, quoted: boolean): number {
  let word = quoted ? withoutLead(labels, value) : value;
  if (quoted) {
    if (labels.space) word = word.trimEnd();
    const mark = labels.marks.find((mark) => word.endsWith(mark));
    if (mark !== undefined) word = word.slice(0, -mark.length);
  }
  const folded = foldIf(labels, word);
  return labels.words.findIndex((words) => words.includes(folded));
}

function withoutLead(labels: LabelTokens, text: string): string {
  const rest = labels.space ? text.replace(/^[ \t\r\n]+/, '') : text;
  const mark = labels.marks.find((mark) => rest.startsWith(mark));
  return mark === undefined ? rest : rest.slice(mark.length);
}

/** Whether the word is over. `A+`, `A/B` and `1.5` are other answers than `A` and `1`. */
function endsAfter(word: string, rest: string): boolean {
  if (rest === '' || !/[\p{L}\p{N}_]$/u.test(word)) return true;
  if (/^[.,:]\d/.test(rest) && /\d$/.test(word)) return false;
  return /^[\s.,;:!?)\]}>"'`*|»”’—–…]/u.test(rest);
}

function foldIf({ foldCase }: LabelTokens, text: string): string {
  return foldCase ? foldedCase(text) : text;
}
