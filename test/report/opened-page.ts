import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A page in a real browser, and everything that it should not have done. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors, warnings and refused loads, as the console tells them. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for beside the page's own. */
  readonly requests: readonly string[];
}

/** Debian's Chromium. As root it has no sandbox to run in. */
export function startChromium(): Promise<Browser> {
  const program = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: program.find(exists) ?? 'chromium', args });
}

/** Opens a file. */
export function openPage(
  browser: Browser,
  file: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  return openUrl(browser, pathToFileURL(file).href, options);
}

/** Opens an address. */
export async function openUrl(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  return { page, complaints, requests };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core calls serious or critical, a line each. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const faults: unknown = await page.evaluate(`axe.run().then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' | ')))`);
  return faults as string[];
}

/** By how many pixels the page is wider than its window. */
export async function overflowPx(page: Page): Promise<number> {
  return Number(await page.evaluate('document.documentElement.scrollWidth - innerWidth'));
}

/** Of each canvas how many pixels are drawn, and how many of them in each of the colours that its lines should have. */
export async function drawnPixels(page: Page): Promise<DrawnChart[]> {
  return (await page.evaluate(countPixels)) as DrawnChart[];
}

export interface DrawnChart {
  readonly id: string;
  readonly drawn: number;
  readonly byLine: readonly number[];
}

const countPixels = `JSON.parse(document.getElementById('data').textContent).charts
  .filter(({ lines }) => lines.length > 0)
  .map(({ id, lines }) => {
    const canvas = document.querySelector('#' + id + ' canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];
    const wanted = lines.map(({ style }) => {
      const hex = getComputedStyle(document.documentElement).getPropertyValue('--' + names[style]).trim();
      return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
    });
    const byLine = lines.map(() => 0);
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at + 3] === 0) continue;
      drawn += 1;
      wanted.forEach((colour, line) => {
        if (colour.every((part, index) => Math.abs(part - data[at + index]) < 12)) byLine[line] += 1;
      });
    }
    return { id, drawn, byLine };
  })`;

function exists(file: string): boolean {
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
