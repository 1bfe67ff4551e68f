/** The report in a real browser: nothing runs, nothing is fetched, nothing scrolls sideways, and axe finds nothing serious. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { renderReport } from '../../src/report/index.ts';
import { exampleAnalysis } from '../fixtures/example-analysis.ts';
import { hostileAnalysis } from '../fixtures/hostile-analysis.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages = {
  example: renderReport(exampleAnalysis()),
  many: renderReport(exampleAnalysis({ items: 600, people: 80, judges: 3 })),
  hostile: renderReport(hostileAnalysis()),
};
type PageName = keyof typeof pages;

interface Opened {
  readonly page: Page;
  /** Every address asked for, but the page itself. */
  readonly requests: string[];
  readonly dialogs: string[];
  readonly errors: string[];
}

describe.skipIf(!existsSync(executablePath))(`the report in Chromium (${executablePath})`, () => {
  let folder: string;
  let context: BrowserContext;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assize-browser-'));
    for (const [name, html] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), html);
    context = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath,
      headless: true,
      args: flags,
      bypassCSP: false,
    });
  });

  afterAll(async () => {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(
    name: PageName,
    { width = 1280, scheme = 'light' }: { width?: number; scheme?: 'light' | 'dark' } = {},
  ): Promise<Opened> {
    const page = await context.newPage();
    const opened: Opened = { page, requests: [], dialogs: [], errors: [] };
    const address = pathToFileURL(join(folder, `${name}.html`)).href;
    page.on('request', (request) => request.url() === address || opened.requests.push(request.url()));
    page.on('dialog', (dialog) => (opened.dialogs.push(dialog.message()), void dialog.dismiss()));
    page.on('pageerror', (error) => opened.errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && opened.errors.push(message.text()));
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.goto(address);
    return opened;
  }

  for (const scheme of ['light', 'dark'] as const)
    for (const [name, width] of [
      ['example', 1280],
      ['example', 360],
      ['hostile', 1280],
    ] as const)
      it(`${name} has no serious finding of axe at ${width} px, ${scheme}`, async () => {
        const { page } = await open(name, { width, scheme });
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
        // The page's own policy allows no script: axe comes through the debugger, as an extension would.
        await page.evaluate(axeSource);
        const found = await page.evaluate<{
          violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
        }>(`axe.run(document, { resultTypes: ['violations'] })`);
        const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(
          serious.map(({ id, nodes }) => ({ id, node: nodes[0].html.slice(0, 200), why: nodes[0].failureSummary.slice(0, 300) })),
        ).toEqual([]);
        await page.close();
      });

  for (const name of Object.keys(pages) as PageName[])
    for (const width of [360, 1280])
      it(`${name} does not scroll sideways at ${width} px, tables opened`, async () => {
        const { page } = await open(name, { width });
        await page.evaluate(`document.querySelectorAll('details').forEach((one) => (one.open = true))`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        // Nor does anything but a scrolling region hide what is beyond the edge.
        const beyond = await page.evaluate(
          `[...document.querySelectorAll('main *')].filter((one) => !one.closest('.scroll') && !one.closest('.unseen') && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))`,
        );
        expect(beyond).toEqual([]);
        await page.close();
      });

  it('runs nothing and fetches nothing, whatever the data say', async () => {
    const { page, requests, dialogs, errors } = await open('hostile');
    await page.mouse.move(300, 300);
    for (let step = 0; step < 10; step++) await page.keyboard.press('Tab');
    await page.waitForTimeout(300);
    expect(await page.evaluate('window.__pwned')).toBeUndefined();
    expect(
      await page.evaluate(`document.querySelectorAll('script, img, iframe, link, [style], [onload], [onerror], [onfocus]').length`),
    ).toBe(0);
    expect({ requests, dialogs, errors }).toEqual({ requests: [], dialogs: [], errors: [] });
    await page.close();
  });

  it('would not run a script even if one came in', async () => {
    const { page } = await open('example');
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<img src=x onerror="window.__pwned=1">' }))`,
    );
    await page.waitForTimeout(200);
    expect(await page.evaluate('window.__pwned')).toBeUndefined();
    await page.close();
  });

  it('has a title, and the first key leads past the contents', async () => {
    const { page } = await open('example');
    expect(await page.title()).toBe('Support answers, spring · assize report');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the answers');
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(`document.querySelector('main').contains(document.activeElement)`)).toBe(true);
    await page.close();
  });

  it('shows one drawing of each chart, by width and on paper', async () => {
    const { page } = await open('example', { width: 360 });
    const seen = `[...document.querySelectorAll('.drawing')].filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.classList[1]).sort()`;
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'narrow', 'narrow']);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'wide', 'wide']);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate(seen)).toEqual(['any', 'any', 'wide', 'wide']);
    await page.close();
  });

  it('prints what is folded away on screen, in ink on white', async () => {
    const { page } = await open('example', { scheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.evaluate(`document.querySelector('#raters details table').getBoundingClientRect().height`)).toBeGreaterThan(100);
    await page.close();
  });
});
