import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { capacityPage } from '../../src/report/capacity-page.js';
import { comparisonPage } from '../../src/report/comparison-page.js';
import { courseCharts } from '../../src/report/course-charts.js';
import { writeReports } from '../../src/report/write-reports.js';
import type { FinishedRun } from '../../src/run/run-profile.js';
import { canStart } from '../grafana/required-program.js';
import { withRig } from '../run/rig.js';
import { comparisonWith } from './comparisons.js';
import { searchWith } from './hand-made-search.js';
import { drawnPixels, openPage, overflowPx, seriousFaults, startChromium } from './opened-page.js';

const schemes = ['light', 'dark'] as const;
const widths = [390, 1440] as const;
const looks = schemes.flatMap((colorScheme) => widths.map((width) => [colorScheme, width] as const));

/** Pages that are no run's. */
const otherPages = {
  'capacity.html': capacityPage(searchWith()),
  'compare.html': comparisonPage(comparisonWith()),
};

/** A run in which something of everything happens that a page has a chart for. */
async function eventfulRun(folder: string): Promise<FinishedRun> {
  const options = {
    speed: 100,
    seed: 7,
    failures: { supplier_timeout: 0.06, out_of_stock: 0.05 },
    webhooks: { duplicate: 0.06, drop: 0.03 },
  };
  let run: FinishedRun | null = null;
  await withRig(options, async (rig) => {
    const profile = rig.profile({
      load: { model: 'open', stages: [{ rate: '100/s', for: '4s' }] },
      deadline: '3s',
      budgets: [
        'delivery.p50 < 1s',
        'delivery.p95 < 150ms',
        'success.rate > 50%',
        'warn: lost == 0',
        'warn: delivery.within(2s){sku=psn-tr-100,stage=1} >= 99%',
      ],
    });
    run = await rig.run(profile);
  });
  if (run === null) throw new Error('there was no run');
  const finished: FinishedRun = { ...(run as FinishedRun), folder };
  writeReports(finished);
  return finished;
}

if (canStart('chromium')) {
  describe('pages in a real browser', () => {
    let browser: Browser;
    let run: FinishedRun;
    let report: string;
    const folder = mkdtempSync(join(tmpdir(), 'foxload-pages-'));

    beforeAll(async () => {
      for (const [name, html] of Object.entries(otherPages)) writeFileSync(join(folder, name), html);
      [browser, run] = await Promise.all([startChromium(), eventfulRun(folder)]);
      report = join(folder, 'report.html');
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    describe.each(looks)("a run's page, %s, %d pixels wide", (colorScheme, width) => {
      it('asks for nothing, complains of nothing, has no serious fault and is no wider than its window', async () => {
        const opened = await openPage(browser, report, { colorScheme, viewport: { width, height: 900 } });
        expect(await seriousFaults(opened.page)).toEqual([]);
        expect(await overflowPx(opened.page)).toBeLessThanOrEqual(0);
        expect({ complaints: opened.complaints, requests: opened.requests }).toEqual({
          complaints: [],
          requests: [],
        });
        await opened.page.close();
      });

      it('draws every line of every chart', async () => {
        const { page } = await openPage(browser, report, { colorScheme, viewport: { width, height: 900 } });
        const charts = await drawnPixels(page);
        expect(charts.map(({ id }) => id)).toEqual(
          'rate in-flight delivery retryable permanent anomalies generator'.split(' '),
        );
        for (const { id, drawn, byLine } of charts) {
          expect(drawn, id).toBeGreaterThan(1000);
          // Of two lines that lie on each other only the later one can be seen.
          expect(byLine.at(-1), id).toBeGreaterThan(20);
        }
        await page.close();
      });
    });

    it('is no wider than its window, whatever its width', async () => {
      const { page } = await openPage(browser, report);
      for (const width of [320, 600, 700, 1000, 1030, 1100, 2000]) {
        await page.setViewportSize({ width, height: 900 });
        expect([width, await overflowPx(page)]).toEqual([width, 0]);
      }
      await page.close();
    });

    it("has the figures of the run's own report in its charts and in the tables behind them", async () => {
      const { page } = await openPage(browser, report);
      const data = JSON.parse((await page.locator('#data').textContent()) ?? '');
      const charts = courseCharts(run.details, run.result.run.deadlineMs);
      expect(data.charts).toEqual(charts.map(({ title, note, empty, ...chart }) => chart));
      const total = (id: string) =>
        charts
          .filter((chart) => chart.id === id)
          .flatMap(({ lines }) => lines.flatMap(({ values }) => values))
          .reduce<number>((sum, value) => sum + (value ?? 0), 0);
      expect(total('retryable') + total('permanent')).toBe(run.result.ledger.failed);
      expect(total('anomalies')).toBe(run.result.webhooks.received - run.result.webhooks.accepted);
      for (const { id, seconds } of charts) {
        const rows = page.locator(`figure:has(#${id}) details tbody tr`);
        expect(await rows.count(), id).toBe(seconds.length);
      }
      await page.close();
    });

    it('has everything but the charts over time without its script', async () => {
      const { page } = await openPage(browser, report, { javaScriptEnabled: false });
      const text = (await page.locator('main').innerText()).toLowerCase();
      const { verdict, budgets } = run.result;
      expect(text).toContain(verdict.result);
      for (const reason of verdict.reasons) expect(text).toContain(reason.toLowerCase());
      for (const { budget } of budgets) expect(text).toContain(budget);
      expect(await page.locator('.budgets tbody tr svg').count()).toBe(budgets.length);
      await page.locator('summary').first().click();
      expect(await page.locator('details[open] td').first().isVisible()).toBe(true);
      await page.close();
    });

    it('tells the figures of an interval to those who use the keyboard', async () => {
      const { page } = await openPage(browser, report);
      await page.locator('#rate').focus();
      for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
      expect(await page.locator('#rate-readout').textContent()).toMatch(
        /^2 s: planned [\d.]+\/s · sent [\d.]+\/s$/,
      );
      await page.close();
    });

    it('is printed in light colours, with its charts, and within the width of the paper', async () => {
      const { page } = await openPage(browser, report, {
        colorScheme: 'dark',
        viewport: { width: 718, height: 1000 },
      });
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      for (const { id, byLine } of await drawnPixels(page)) expect(byLine.at(-1), id).toBeGreaterThan(20);
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      await page.close();
    });

    describe.each(Object.keys(otherPages))('%s', (name) => {
      it.each(looks)('has no fault either, %s, %d pixels wide', async (colorScheme, width) => {
        const viewport = { width, height: 900 };
        const opened = await openPage(browser, join(folder, name), { colorScheme, viewport });
        expect(await seriousFaults(opened.page)).toEqual([]);
        expect(await overflowPx(opened.page)).toBeLessThanOrEqual(0);
        expect([...opened.complaints, ...opened.requests]).toEqual([]);
        expect(await opened.page.locator('table tbody tr').count()).toBeGreaterThan(1);
        await opened.page.close();
      });
    });
  });
}
