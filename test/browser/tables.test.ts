/**
 * The tables of single items in a real browser: found in, chosen from, sorted, by mouse and by keyboard, and
 * whole without a script.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { renderReport } from '../../src/report/index.ts';
import { exampleAnalysis } from '../fixtures/example-analysis.ts';
import { type Browser, hasBrowser, openPages } from './open-pages.ts';

const report = renderReport(exampleAnalysis({ items: 90, people: 14, judges: 2 }));
/** Markup that no rendering would let through, to see the policy stop it alone. */
const intruders =
  '<script>window.__pwned = 1</script><img src="data:," onerror="window.__pwned = 2"><svg ' +
  'onload="window.__pwned = 3"></svg>' +
  '<a id="intruder" href="javascript:window.__pwned = 4">here</a><iframe ' +
  'srcdoc="<script>parent.__pwned = 5</script>"></iframe>';
const pages = {
  report,
  large: renderReport(exampleAnalysis({ items: 5000, people: 60, judges: 3 })),
  invaded: report.replace('</h1>', `</h1>${intruders}`),
};

const part = '#differences section:first-of-type .filtered';
const other = '#differences section:last-of-type .filtered';

describe.skipIf(!hasBrowser)('the tables of the report', () => {
  let browser: Browser<keyof typeof pages>;

  beforeAll(async () => {
    browser = await openPages(pages);
  });

  afterEach(async () => {
    await browser.clear();
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** A column of the rows that are seen, in their order. */
  async function column(page: Page, index: number, within = part): Promise<string[]> {
    return page.evaluate(
      `[...document.querySelectorAll('${within} tbody tr')].filter((row) => ` +
        `row.checkVisibility()).map((row) => row.cells[${index}].textContent)`,
    );
  }

  const status = (page: Page): Promise<string | null> => page.locator(`${part} [role=status]`).textContent();

  test('find words in any order, in any column, whatever their case, and say how many rows are left', async () => {
    const { page, errors } = await browser.open('report');
    expect(await status(page)).toBe('68 of 68 items');
    await page.locator(`${part} input`).fill('SECOND prompt-007');
    expect(await column(page, 0)).toEqual(['prompt-007/pair-1']);
    expect(await status(page)).toBe('1 of 68 items');
    await page.locator(`${part} input`).fill('no such item');
    expect(await status(page)).toBe('0 of 68 items');
    await page.locator(`${part} .tools button`).click();
    expect(await status(page)).toBe('68 of 68 items');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    expect(errors).toEqual([]);
  });

  test('are chosen from by the judge’s label, by a person’s, and by both at once', async () => {
    const { page } = await browser.open('report');
    await page.getByLabel('The judge says').first().selectOption('tie');
    const judged = await column(page, 1);
    expect(new Set(judged)).toEqual(new Set(['tie']));
    await page.getByLabel('A person says').first().selectOption('tie');
    const both = await column(page, 2);
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(judged.length);
    expect(both.every((people) => people.includes('tie'))).toBe(true);
    expect(await status(page)).toBe(`${both.length} of 68 items`);
    // The other judge's table is its own.
    expect(await column(page, 1, other)).toHaveLength(68);
    await page.locator(`${other} input`).fill('prompt-007');
    expect(await column(page, 0, other)).toEqual(['prompt-007/pair-1']);
    expect(await column(page, 2)).toEqual(both);
    await page.getByLabel('A person says').first().selectOption('any');
    await page.getByLabel('The judge says').first().selectOption('none');
    expect(new Set(await column(page, 1))).toEqual(new Set(['none']));
  });

  test('are sorted by any column, numbers as numbers and the largest first, the unknown last both ways', async () => {
    const { page } = await browser.open('report');
    const numbers = async (index: number): Promise<number[]> =>
      (await column(page, index)).map((cell) => Number.parseFloat(cell));
    const header = (words: string) => page.locator(`${part} th`).filter({ hasText: words });
    expect(await header('Difference').getAttribute('aria-sort')).toBe('descending');
    await header('Difference').getByRole('button').click();
    expect(await header('Difference').getAttribute('aria-sort')).toBe('ascending');
    const ascending = await numbers(3);
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    expect(ascending.length).toBe(68);

    await header('confidence').getByRole('button').click();
    expect(await header('confidence').getAttribute('aria-sort')).toBe('descending');
    expect(await header('Difference').getAttribute('aria-sort')).toBeNull();
    for (const sign of [-1, 1]) {
      const cells = await column(page, 4);
      const known = cells.filter((cell) => cell !== 'unknown').map((cell) => Number.parseFloat(cell));
      expect(known.length).toBeLessThan(cells.length);
      expect(cells.slice(known.length).every((cell) => cell === 'unknown')).toBe(true);
      expect(known).toEqual(known.toSorted((a, b) => sign * (a - b)));
      await header('confidence').getByRole('button').click();
    }
  });

  test('are sorted by names as people count, labels in the order of the codebook, and ties stay worst first', async () => {
    const { page } = await browser.open('report');
    await page.locator('#labels th button').first().click();
    const items = await column(page, 0, '#labels');
    expect(items.filter((item) => item.startsWith('prompt-005'))).toEqual([
      'prompt-005/pair-5',
      'prompt-005/pair-10',
    ]);
    await page.locator(`${part} th button`).nth(1).click();
    expect([...new Set(await column(page, 1))]).toEqual(['none', 'first', 'tie', 'second']);
    const firsts = (await column(page, 1)).flatMap((label, row) => (label === 'first' ? [row] : []));
    const differences = await column(page, 3);
    const ofFirsts = firsts.map((row) => Number.parseFloat(differences[row]));
    expect(ofFirsts).toEqual(ofFirsts.toSorted((a, b) => b - a));
  });

  test('keep a filter through a sort, and a sort through a filter', async () => {
    const { page } = await browser.open('report');
    await page.getByLabel('The judge says').first().selectOption('tie');
    await page.locator(`${part} th button`).nth(3).click();
    expect(new Set(await column(page, 1))).toEqual(new Set(['tie']));
    await page.locator(`${part} .tools button`).click();
    const all = (await column(page, 3)).map((cell) => Number.parseFloat(cell));
    expect(all).toEqual(all.toSorted((a, b) => a - b));
  });

  test('are used by keyboard alone, each control with a name and each change told to a screen reader', async () => {
    const { page } = await browser.open('report');
    await page.locator(`${part} input`).focus();
    await page.keyboard.type('pair-3');
    expect(await status(page)).toMatch(/^[1-9]\d? of 68 items$/u);
    await page.keyboard.press('Tab');
    await page.keyboard.type('second');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Show all');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('region');
    for (let step = 0; step < 4; step++) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Difference');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.parentElement.getAttribute("aria-sort")')).toBe(
      'ascending',
    );
    await page.keyboard.press('Space');
    expect(await page.evaluate('document.activeElement.parentElement.getAttribute("aria-sort")')).toBe(
      'descending',
    );
    const tree = await page.locator(part).ariaSnapshot();
    for (const named of [
      'searchbox "Find"',
      'combobox "The judge says"',
      'combobox "A person says"',
      'button "Show all"',
      'status',
    ])
      expect(tree).toContain(named);
  });

  test('are whole without a script: no control, every row, worst first, plain headers', async () => {
    const { page, errors } = await browser.open('report', { script: false });
    expect(await page.locator('.tools').count()).toBe(3);
    expect(await page.locator('.tools:visible').count()).toBe(0);
    expect(await page.locator('thead button').count()).toBe(0);
    expect(await page.locator(`${part} tbody tr:visible`).count()).toBe(68);
    expect(await page.locator(`${part} tbody tr`).first().textContent()).toContain('99.8%');
    expect(errors).toEqual([]);
  });

  test('print without controls; a filter stays, with its count', async () => {
    const { page } = await browser.open('report');
    await page.locator(`${part} input`).fill('pair-3');
    const left = (await column(page, 0)).length;
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.tools :is(input, select, button):visible').count()).toBe(0);
    expect(await page.locator(`${part} [role=status]`).isVisible()).toBe(true);
    expect(await column(page, 0)).toHaveLength(left);
    expect(
      await page.evaluate(`getComputedStyle(document.querySelector('thead button'), '::after').display`),
    ).toBe('none');
  });

  test('work while the policy stops every other script, handler and address', async () => {
    const { page } = await browser.open('invaded');
    await page.evaluate(`document.getElementById('intruder').click()`);
    await page.waitForTimeout(300);
    expect(await page.locator('iframe, h1 ~ script').count()).toBe(2);
    expect(await page.evaluate('window.__pwned')).toBeUndefined();
    await page.locator(`${part} input`).fill('prompt-007');
    expect(await status(page)).toBe('1 of 68 items');
  });

  test('answer at once with 500 rows for each of three judges', async () => {
    const { page } = await browser.open('large');
    expect(await status(page)).toBe('500 of 500 items');
    const time = await page.evaluate<number>(`(() => {
      const part = document.querySelector('${part}');
      const start = performance.now();
      part.querySelectorAll('th button')[0].click();
      part.querySelector('input').value = 'pair-3';
      part.querySelector('input').dispatchEvent(new Event('input'));
      part.getBoundingClientRect();
      return performance.now() - start;
    })()`);
    expect(time).toBeLessThan(1000);
  });
});
