import { expect, test } from 'vitest';
import { exampleAnalysis } from '../../../test/fixtures/example-analysis.ts';
import { fakeWorld } from '../../../test/fixtures/fake-world.ts';
import { printAnswers, printNotes, printTruth, printWarnings } from './print-analysis.ts';
import { printCodebook, printRaters, printReading } from './print-study.ts';
import { createTerminal } from '../shell/terminal.ts';
import { textWidth } from '../shell/terminal-text.ts';

function printed(analysis: ReturnType<typeof exampleAnalysis>): string {
  const world = fakeWorld('/');
  const terminal = createTerminal(world, world.stdout);
  printRaters(analysis as unknown as Parameters<typeof printRaters>[0], terminal);
  printCodebook(analysis.study, terminal, 'codebook.json');
  printReading(analysis.study, terminal);
  printAnswers(analysis.answers, terminal);
  if (analysis.truth !== undefined) printTruth(analysis.truth, terminal);
  printWarnings(analysis.warnings, terminal);
  printNotes(analysis.warnings, terminal);
  return world.out();
}

test('every question stands once, with every answer or its reason and fix', () => {
  const analysis = exampleAnalysis();
  const text = printed(analysis).replace(/\s+/g, ' ');
  for (const answer of analysis.answers) {
    expect(text).toContain(
      (answer.status === 'answered' ? answer.text : answer.reason!.text).replace(/\s+/g, ' '),
    );
    if (answer.status === 'refused' && answer.fix !== undefined)
      expect(text).toContain(answer.fix.text.replace(/\s+/g, ' '));
  }
  for (const warning of analysis.warnings) expect(text).toContain(warning.text);
});

test('no line is wider than 80 columns', () => {
  for (const line of printed(exampleAnalysis()).split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
});

test('who is a person and who is a judge comes first', () => {
  expect(printed(exampleAnalysis()).replace(/\s+/g, ' ')).toMatch(
    /^people: 14 \([^)]*and 8 more\) judges: judge-a /,
  );
});

test('names that would move the cursor, color the screen or turn the text do none of it', () => {
  const hostile = '\u001B[2J\u001B]0;owned\u0007evil\u202Ename\r\n\u009B31m';
  const text = printed(
    exampleAnalysis({ items: 10, people: 3, judges: 1 }, (analysis) => {
      analysis.raters[0].id = hostile;
      analysis.study.codebook.labels[0].name = hostile;
      analysis.study.files[0].name = hostile;
      analysis.answers[0].text = hostile;
      analysis.warnings.push({ code: 'x', facts: {}, text: hostile, meaning: hostile });
    }),
  );
  // oxlint-disable-next-line no-control-regex -- these characters are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
  expect(text).toContain('evilname');
});

test('an unknown figure is the word, never NaN', () => {
  const text = printed(
    exampleAnalysis(undefined, (analysis) => {
      analysis.truth = [
        { what: 'a figure', unit: 'share', estimate: NaN, lower: NaN, upper: NaN, truth: 0.5 },
      ];
    }),
  );
  expect(text).toContain('a figure\n   found unknown, truth 50%\n');
  expect(text).not.toContain('NaN');
});
