// Pictures of a run's page, or of the live page, for the documentation: `node scripts/screenshots.mjs <report.html or http://…> [docs/images]`.
// Draws with the system's Chromium: light and dark as on a desk, the first part of the page on a phone, and the charts over time.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [page, folder = 'docs/images'] = process.argv.slice(2);
if (page === undefined)
  throw new Error('no page given; wanted: node scripts/screenshots.mjs <report.html> [folder]');
mkdirSync(folder, { recursive: true });

const desk = { width: 1100, height: 1450 };
const isLive = /^http:/.test(page ?? '');
const ofLivePage = [
  { name: 'live-light', colorScheme: 'light', viewport: { width: 1100, height: 1300 } },
  {
    name: 'live-over-time',
    colorScheme: 'dark',
    viewport: { width: 1100, height: 1300 },
    from: '#over-time',
  },
  { name: 'live-phone', colorScheme: 'light', viewport: { width: 390, height: 1100 } },
];
const ofReport = [
  { name: 'report-light', colorScheme: 'light', viewport: desk },
  { name: 'report-dark', colorScheme: 'dark', viewport: desk },
  { name: 'report-over-time', colorScheme: 'light', viewport: desk, from: '#rate-title' },
  { name: 'report-phone', colorScheme: 'light', viewport: { width: 390, height: 1100 } },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
for (const { name, colorScheme, viewport, from } of isLive ? ofLivePage : ofReport) {
  const tab = await browser.newPage({ colorScheme, viewport });
  await tab.goto(isLive ? page : pathToFileURL(resolve(page)).href);
  if (isLive) await tab.locator('#connection-text', { hasText: /^Live/ }).waitFor();
  if (from !== undefined)
    await tab
      .locator(from)
      .evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 20));
  await tab.screenshot({ path: join(folder, `${name}.png`) });
  await tab.close();
}
await browser.close();
