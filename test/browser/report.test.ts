/**
 * The report in a real browser: nothing runs but its own script, nothing is fetched, nothing scrolls
 * sideways, and axe finds nothing serious.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { renderReport } from '../../src/report/index.ts';
import { exampleAnalysis } from '../fixtures/example-analysis.ts';
import { hostileAnalysis } from '../fixtures/hostile-analysis.ts';
import {
  type Browser,
  type Opened,
  type OpenOptions,
  executablePath,
  hasBrowser,
  openPages,
} from './open-pages.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = {
  example: renderReport(exampleAnalysis()),
  many: renderReport(exampleAnalysis({ items: 600, people: 80, judges: 3 })),
  hostile: renderReport(hostileAnalysis()),
};
type PageName = keyof typeof pages;

describe.skipIf(!hasBrowser)(`the report in Chromium (${executablePath})`, () => {
  let browser: Browser<PageName>;

  beforeAll(async () => {
    browser = await openPages(pages);
  });

  afterEach(async () => {
    await browser.clear();
  });

  afterAll(async () => {
    await browser?.close();
  });

  const open = (name: PageName, options?: OpenOptions): Promise<Opened> => browser.open(name, options);

  for (const scheme of ['light', 'dark'] as const)
    for (const [name, width] of [
      ['example', 1280],
      ['example', 360],
      ['hostile', 1280],
    ] as const)
      test(`${name} has no serious finding of axe at ${width} px, ${scheme}`, async () => {
        const { page } = await open(name, { width, scheme });
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
        // The page's own policy allows no script: axe comes through the debugger, as an extension would.
        await page.evaluate(axeSource);
        const found = await page.evaluate<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
        }>(`axe.run(document, { resultTypes: ['violations'] })`);
        const serious = found.violations.filter(
          ({ impact }) => impact === 'serious' || impact === 'critical',
        );
        expect(
          serious.map(({ id, nodes }) => ({
            id,
            node: nodes[0].html.slice(0, 200),
            why: nodes[0].failureSummary.slice(0, 300),
          })),
        ).toEqual([]);
      });

  for (const name of Object.keys(pages) as PageName[])
    for (const width of [360, 1280])
      test(`${name} does not scroll sideways at ${width} px, tables opened`, async () => {
        const { page } = await open(name, { width });
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // Nor does anything but a scrolling region hide what is beyond the edge.
        const beyond = await page.evaluate(
          "[...document.querySelectorAll('main *')].filter((one) => !one.closest('.scroll') && " +
            "!one.closest('.unseen') && one.getBoundingClientRect().right > innerWidth + 1).map((one) " +
            '=> one.outerHTML.slice(0, 120))',
        );
        expect(beyond).toEqual([]);
      });

  test('runs nothing but its own script and fetches nothing, whatever the data say', async () => {
    const { page, requests, dialogs, errors } = await open('hostile');
    await page.mouse.move(300, 300);
    for (let step = 0; step < 10; step++) await page.keyboard.press('Tab');
    await page.waitForTimeout(300);
    expect(await page.evaluate('window.__pwned')).toBeUndefined();
    expect(
      await page.evaluate(
        "document.querySelectorAll('script:not(body > script:last-child), img, iframe, link, " +
          "[style], [onload], [onerror], [onfocus]').length",
      ),
    ).toBe(0);
    expect({ requests, dialogs, errors }).toEqual({ requests: [], dialogs: [], errors: [] });
  });

  test('would not run a script even if one came in', async () => {
    const { page } = await open('example');
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<img src=x " +
        'onerror="window.__pwned=1">\' }))',
    );
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.__pwned')).toBeUndefined();
  });

  test('has a title, and the first key leads past the contents', async () => {
    const { page } = await open('example');
    expect(await page.title()).toBe('Support answers, spring · assize report');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the answers');
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBeGreaterThanOrEqual(
      0,
    );
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.querySelector('main').contains(document.activeElement)`)).toBe(true);
  });

  test('shows one drawing of each chart, by width and on paper', async () => {
    const { page } = await open('example', { width: 360 });
    const seen =
      "[...document.querySelectorAll('.drawing')].filter((one) => getComputedStyle(one).display !== " +
      "'none').map((one) => one.classList[1]).sort()";
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'narrow', 'narrow', 'narrow', 'narrow']);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'wide', 'wide', 'wide', 'wide']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'wide', 'wide', 'wide', 'wide']);
  });

  test('prints what is folded away on screen, in ink on white', async () => {
    const { page } = await open('example', { scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(
      await page.evaluate(`document.querySelector('#raters details table').getBoundingClientRect().height`),
    ).toBeGreaterThan(100);
  });
});
