/**
 * Pages of HTML, written to a folder and opened from there in the machine's own Chromium, as a reader opens a
 * report.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, type Page } from 'playwright-core';

export const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Opened {
  readonly page: Page;
  /** Every address asked for, but the page itself. */
  readonly requests: string[];
  readonly dialogs: string[];
  readonly errors: string[];
}

export interface OpenOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  readonly script?: boolean;
}

export interface Browser<Name extends string> {
  open(name: Name, options?: OpenOptions): Promise<Opened>;
  /** Closes the pages that are still open. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openPages<Name extends string>(
  pages: Readonly<Record<Name, string>>,
): Promise<Browser<Name>> {
  const folder = mkdtempSync(join(tmpdir(), 'assize-browser-'));
  for (const [name, html] of Object.entries<string>(pages)) writeFileSync(join(folder, `${name}.html`), html);
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });
  return {
    async open(name, { width = 1280, scheme = 'light', script = true } = {}) {
      const viewport = { width, height: 800 };
      const page = await browser.newPage({
        viewport,
        colorScheme: scheme,
        reducedMotion: 'reduce',
        javaScriptEnabled: script,
      });
      const opened: Opened = { page, requests: [], dialogs: [], errors: [] };
      const address = pathToFileURL(join(folder, `${name}.html`)).href;
      page.on('request', (request) => request.url() === address || opened.requests.push(request.url()));
      page.on('dialog', (dialog) => (opened.dialogs.push(dialog.message()), void dialog.dismiss()));
      page.on('pageerror', (error) => opened.errors.push(error.message));
      page.on('console', (message) => message.type() === 'error' && opened.errors.push(message.text()));
      await page.goto(address);
      return opened;
    },
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
