/**
 * What `assize judge` says of batches: what they cost, that one was made, what came of it, and which are
 * under way.
 */
import { counted } from '../../analysis/index.ts';
import { type BatchNote, type Price, type SeenBatch, batchPrice, costOf } from '../../judge/index.ts';
import { dollarsOf, fact, printStop } from './print-judge.ts';
import type { Progress } from '../shell/progress.ts';
import type { Terminal } from '../shell/terminal.ts';

export function printSubmitted({ id, calls }: BatchNote, terminal: Terminal): void {
  fact('batch', `${id} submitted: ${counted(calls, 'call')}`, terminal);
}

/** What came of a batch that has ended. */
export function printCollected(
  { note, merged, hint }: SeenBatch,
  price: Price | undefined,
  terminal: Terminal,
): void {
  if (merged === null)
    return fact(
      'batch',
      `${note.id} given up: its ${counted(note.calls, 'call')} can be asked again`,
      terminal,
    );
  const { answered, failed, unanswered, failures, inputTokens, outputTokens } = merged;
  const spent = costOf(batchPrice(price), inputTokens, outputTokens);
  const parts = [
    `${counted(answered, 'call')} answered`,
    `${counted(failed)} failed`,
    ...(unanswered === 0 ? [] : [`${counted(unanswered)} without an answer`]),
    Number.isNaN(spent) ? 'cost unknown' : dollarsOf(spent),
  ];
  fact('batch', `${note.id} ${note.status}: ${parts.join(', ')}`, terminal);
  if (note.reason !== null)
    printStop(`the endpoint refused batch ${note.id}: ${note.reason}`, hint, terminal);
  const lines: readonly (readonly [count: number, what: string])[] = [
    [merged.doubled, 'came twice'],
    [merged.foreign, 'answered no call of this batch'],
    [merged.unreadable, 'could not be read'],
  ];
  const odd = [
    ...[...failures].map(([reason, count]) => `${reason} (${counted(count)})`),
    ...lines
      .filter(([count]) => count > 0)
      .map(([count, what]) => `${counted(count, 'line')} of its output ${what}`),
  ];
  for (const text of odd) terminal.paragraph(text, { lead: '! ', leadTone: 'yellow' });
}

export function printBatches(open: readonly BatchNote[], terminal: Terminal): void {
  if (open.length === 0) return;
  terminal.blank();
  terminal.heading('Open batches');
  const rows = open.map(({ id, judge, calls, askedAt, status, done, seenAt }) => [
    id ?? 'not confirmed',
    judge,
    counted(calls),
    minuteOf(askedAt),
    `${status ?? 'unknown'}${done === null || done === 0 ? '' : `, ${counted(done)} done`}`,
    seenAt === null ? 'never' : minuteOf(seenAt),
  ]);
  terminal.table([['batch', 'judge', 'calls', 'submitted', 'status', 'looked at'], ...rows], {
    indent: 2,
    right: [2],
    header: true,
  });
}

/** `2026-11-24 21:04Z` */
function minuteOf(timestamp: string): string {
  return `${timestamp.slice(0, 10)} ${timestamp.slice(11, 16)}Z`;
}

/** `waiting for 2 batches · 1,234 of 2,000 calls done · next look in 8 s`. */
export function waitingLine(progress: Progress): (open: readonly BatchNote[], wait: number) => void {
  return (open, wait) => {
    const [calls, done] = [
      open.reduce((sum, note) => sum + note.calls, 0),
      open.reduce((sum, note) => sum + (note.done ?? 0), 0),
    ];
    progress.step(
      `waiting for ${counted(open.length, 'batch', 'batches')} · ${counted(done)} of ` +
        `${counted(calls, 'call')} done · next look in ${Math.ceil(wait / 1000)} s`,
    );
  };
}

export function batchesJson(open: readonly BatchNote[]): readonly object[] {
  return open.map(({ id, judge, model, calls, done, status, askedAt, seenAt }) => ({
    batch: id,
    judge,
    model,
    calls,
    done,
    status,
    submitted: askedAt,
    seen: seenAt,
  }));
}
