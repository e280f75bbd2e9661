import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { openRunExporter } from '../../src/commands/open-run-exporter.js';
import { type Exporter, startExporter } from '../../src/exporter/start-exporter.js';
import { maxRows } from '../../src/live-page/live-history.js';
import { livePage } from '../../src/live-page/live-page.js';
import { readEveryMs } from '../../src/live-page/live-recorder.js';
import { countText, shareText, timeText } from '../../src/report/figure-text.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { writtenProfile } from '../commands/written-profile.js';
import { readingWith, seriesOf } from '../exporter/reading.js';
import { canStart } from '../grafana/required-program.js';
import { openUrl, overflowPx, seriousFaults, startChromium } from '../report/opened-page.js';
import { HandClock } from '../run/hand-clock.js';
import { type MeasuredRun, withRig } from '../run/rig.js';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { factsWith } from './live-readings.js';

const options = {
  speed: 100,
  seed: 7,
  failures: { supplier_timeout: 0.06, out_of_stock: 0.05 },
  webhooks: { duplicate: 0.06, drop: 0.03 },
};
const parts = {
  load: { model: 'open', stages: [{ rate: '60/s', for: '5s' }] },
  deadline: '3s',
  budgets: ['delivery.p50 < 1s', 'delivery.p95 < 2s', 'success.rate > 50%', 'warn: lost == 0'],
  objectives: ['delivery within 2s for 50% over 7d'],
};
const viewports = [390, 1440].map((width) => ({ width, height: 900 }));

/** Settles with the text of an element as soon as it says something. */
async function untilShown(page: Page, selector: string, pattern: RegExp): Promise<string> {
  const element = page.locator(selector).filter({ hasText: pattern });
  await element.waitFor({ state: 'attached', timeout: 0 });
  return element.innerText();
}

/** Notes from now on what those who listen are told. Gives what they were told so far. */
async function listenedTo(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`{ globalThis.told = []; const announcer = document.getElementById('announcer');
    new MutationObserver(() => told.push(announcer.textContent)).observe(announcer, { childList: true }); }`);
  return async () => (await page.evaluate('told')) as string[];
}

/** The rows of the table behind a chart, as it is when it is opened. */
async function tableOf(page: Page, chart: string): Promise<string[]> {
  await page.locator(`#${chart}-details summary`).click();
  const rows = await page.locator(`#${chart}-table tbody tr`).allInnerTexts();
  await page.locator(`#${chart}-details summary`).click();
  return rows.map((row) => row.replaceAll(/\s+/g, ' '));
}

if (canStart('chromium')) {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startChromium();
  });
  afterAll(() => browser?.close());

  describe('the live page in a real browser', () => {
    let exporter: Exporter;
    let run: MeasuredRun;
    /** What the page showed while the run went on, and after it. */
    let sent: number[] = [];
    let page: Page;
    let complaints: readonly string[];
    let requests: readonly string[];

    beforeAll(async () => {
      await withRig(options, async (rig) => {
        const looking: Promise<void>[] = [];
        run = await rig.run(rig.profile(parts), {
          beforeLoad: async (view) => {
            exporter = await openRunExporter(view, { host: '127.0.0.1', port: 0 });
            const opened = await openUrl(browser, exporter.liveUrl ?? '');
            ({ page, complaints, requests } = opened);
            looking.push(watchLedger(page));
          },
        });
        await Promise.all(looking);
      });
      await untilShown(page, '#answer', /The run is over/);
    });
    afterAll(() => exporter?.close());

    /** Notes how many orders the page calls sent, until the run is over. */
    async function watchLedger(from: Page): Promise<void> {
      for (let isOver = false; !isOver; ) {
        const ledger = await from.locator('#ledger').innerText();
        sent.push(Number(/sent ([\d,]+) \+ dropped/.exec(ledger)?.[1]?.replaceAll(',', '')));
        isOver = /over/.test(await from.locator('#answer h2').innerText());
      }
      sent = sent.filter((count) => !Number.isNaN(count));
    }

    it('follows the run while it goes on', () => {
      expect(sent).toEqual(sent.toSorted((left, right) => left - right));
      expect(new Set(sent).size).toBeGreaterThan(3);
      expect(sent.at(-1)).toBe(run.result.ledger.sent);
    });

    it('shows in the end what the metrics and the report say', async () => {
      const { ledger, latency, verdict, webhooks, budgets } = run.result;
      const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
      const sums = [
        `planned ${countText(ledger.planned)} = sent ${countText(ledger.sent)} + dropped ${ledger.dropped}`,
        `accepted ${countText(ledger.accepted)} = delivered ${countText(ledger.delivered)} + failed ${ledger.failed} + timed out ${ledger.timedOut} + lost ${ledger.lost}`,
        `received in all ${countText(webhooks.received)}`,
        `${shareText(ledger.delivered / (ledger.delivered + ledger.failed + ledger.timedOut + ledger.lost))} delivered, of decided orders`,
      ];
      for (const sum of sums) expect(text).toContain(sum);
      expect(text).toContain(verdict.result.toUpperCase());
      for (const reason of verdict.reasons) expect(text).toContain(reason);
      expect(text).toContain(`${join(run.folder, 'report.html')}`);
      for (const { budget } of budgets) expect(text).toContain(budget);
      const series = seriesOf(await (await fetch(exporter.url)).text());
      for (const percentile of ['50', '95', '99'] as const) {
        const ms = latency.delivery[`p${percentile}Ms`];
        const scraped = `foxload_order_delivery_percentile_seconds{window="run",percentile="${percentile}"}`;
        expect(series.get(scraped)).toBe((ms ?? run.result.run.deadlineMs) / 1000);
        const row = await page.locator('#percentiles tbody tr', { hasText: `p${percentile}` }).innerText();
        expect(row).toContain(ms === null ? '> 3.00 s' : timeText(ms));
      }
      const good = series.get('foxload_slo_events_total{slo="delivery_2s",result="good"}') ?? 0;
      expect(text).toContain(`✓ ${shareText(good / ledger.accepted)}`);
    });

    it('keeps its history when it is loaded again', async () => {
      const before = await tableOf(page, 'rate');
      const again = await openUrl(browser, exporter.liveUrl ?? '');
      await untilShown(again.page, '#connection-text', /^Live/);
      const after = await tableOf(again.page, 'rate');
      expect(before.length).toBeGreaterThan(5);
      expect(after.slice(0, before.length)).toEqual(before);
      await again.page.close();
    });

    it('asks for nothing but its events, and complains of nothing', () => {
      expect(complaints).toEqual([]);
      expect([...new Set(requests)]).toEqual([`${exporter.liveUrl}live/events`]);
    });

    describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
      it.each(viewports)(
        'has no serious fault and is no wider than its window of $width pixels',
        async (viewport) => {
          const opened = await openUrl(browser, exporter.liveUrl ?? '', { colorScheme, viewport });
          await untilShown(opened.page, '#connection-text', /^Live/);
          for (const id of ['rate', 'delivery', 'retryable', 'permanent', 'anomalies'])
            expect(await opened.page.locator(`#${id} canvas`).count(), id).toBe(1);
          expect(await seriousFaults(opened.page)).toEqual([]);
          expect(await overflowPx(opened.page)).toBeLessThanOrEqual(0);
          expect(opened.complaints).toEqual([]);
          await opened.page.close();
        },
      );
    });

    it('tells those who listen the state of the run, and no figure each second', async () => {
      const live = await page
        .locator('[aria-live], [role=status], [role=alert]')
        .evaluateAll((elements) => elements.map((element) => (element as { readonly id: string }).id));
      expect(live).toEqual(['announcer']);
      expect(await page.locator('#announcer').textContent()).toBe(
        `The run is over: ${run.result.verdict.result}.`,
      );
    });

    it('can be read with the keyboard, paused, and goes on from there', async () => {
      await page.locator('#rate').focus();
      for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press('ArrowRight');
      expect(await page.locator('#announcer').textContent()).toMatch(/ s: planned [\d.–]+/);
      await page.locator('#pause').focus();
      await page.keyboard.press('Enter');
      await untilShown(page, '#connection-text', /^Paused/);
      expect(await page.locator('#pause').getAttribute('aria-pressed')).toBe('true');
      await page.keyboard.press('Enter');
      await untilShown(page, '#connection-text', /^Live/);
    });

    it('is there without JavaScript, as it was at one moment', async () => {
      const opened = await openUrl(browser, exporter.liveUrl ?? '', { javaScriptEnabled: false });
      const text = (await opened.page.locator('main').innerText()).replaceAll(/\s+/g, ' ');
      expect(text).toContain('Without JavaScript this page shows one moment');
      expect(text).toContain(`accepted ${countText(run.result.ledger.accepted)} = delivered`);
      expect(await opened.page.locator('#pause').isVisible()).toBe(false);
      await opened.page.locator('#rate-details summary').click();
      expect(await opened.page.locator('#rate-table td').first().isVisible()).toBe(true);
      await opened.page.close();
    });
  });

  it('shows the last ten minutes of a long run, or the whole run where that is chosen', async () => {
    const clock = new HandClock();
    const source = {
      read: () => readingWith({ counters: { ...emptyCounters(), planned: clock.nowMs() / 100 } }),
    };
    const live = livePage({ source, facts: () => factsWith() }, clock);
    const exporter = await startExporter({ port: 0, source, live });
    onTestFinished(() => exporter.close());
    await clock.pass((maxRows + 200) * readEveryMs);
    const { page } = await openUrl(browser, exporter.liveUrl ?? '');
    expect(await page.locator('#range').isVisible()).toBe(true);
    const recent = await tableOf(page, 'rate');
    expect([recent.length, recent[0], recent.at(-1)]).toEqual([maxRows, '200.1 s –', '799.1 s 10']);
    await page.getByLabel('the whole run').check();
    const whole = await tableOf(page, 'rate');
    expect([whole.length, whole[1], whole.at(-1)]).toEqual([(maxRows + 200) / 2, '3.1 s 10', '799.1 s 10']);
    await page.close();
  });

  it('asks for the token as a password, and its events bring it along', async () => {
    const live = livePage({ source: { read: () => readingWith() }, facts: () => factsWith() });
    const exporter = await startExporter({
      port: 0,
      source: { read: () => readingWith() },
      live,
      token: 'sesame',
    });
    onTestFinished(() => exporter.close());
    const url = exporter.liveUrl ?? '';
    const stranger = await browser.newPage({ httpCredentials: { username: 'me', password: 'guess' } });
    expect((await stranger.goto(url))?.status()).toBe(401);
    await stranger.close();
    const friend = await openUrl(browser, url, { httpCredentials: { username: 'me', password: 'sesame' } });
    await untilShown(friend.page, '#connection-text', /^Live/);
    expect(friend.complaints).toEqual([]);
    await friend.page.close();
  });

  describe('the live page of a harness that is killed', () => {
    it('says that it is not connected, and goes on with the next run on the same address', async () => {
      const folder = temporaryFolder();
      const port = await freePort();
      const profile = writtenProfile(folder, {
        load: { model: 'open', stages: [{ rate: '20/s', for: '60s' }] },
      });
      const start = async (): Promise<WatchedProcess> => {
        const args = ['--reports', join(folder, 'reports'), '--metrics-port', `${port}`];
        const process = startFoxload(['run', profile, ...args]);
        await process.sees(/live page at http:\/\/127\.0\.0\.1:\d+\/\n/);
        return process;
      };
      const first = await start();
      const { page } = await openUrl(browser, `http://127.0.0.1:${port}/`);
      await untilShown(page, '#ledger', /planned [1-9]\d* =/);
      const firstId = await untilShown(page, '#about', /\d{4}-/);
      const toldSoFar = await listenedTo(page);
      // A harness that stands still keeps its connections open: only that nothing comes can tell.
      first.child.kill('SIGSTOP');
      await untilShown(page, '#connection-text', /^Not connected/);
      first.child.kill('SIGCONT');
      await untilShown(page, '#connection-text', /^Live/);
      first.child.kill('SIGKILL');
      await first.ended;
      expect(await untilShown(page, '#connection-text', /^Not connected/)).toMatch(
        /^Not connected since \d\d:\d\d:\d\d UTC; what you see is old\. Trying again every 2 s\.$/,
      );
      expect(await page.locator('#about').innerText()).toBe(firstId);
      const second = await start();
      const news = await untilShown(page, '#connection-text', /Another run began/);
      const id = /Another run began: (\S+); this is its own history\./.exec(news)?.[1] ?? '';
      expect(await page.locator('#about').innerText()).toContain(id);
      expect(firstId).not.toContain(id);
      const told = await toldSoFar();
      expect(told).toEqual(
        expect.arrayContaining([
          'The connection is lost. What you see is old.',
          'Connected again.',
          expect.stringMatching(/^Another run began\. ./),
        ]),
      );
      // Its history begins with its own first order.
      await untilShown(page, '#ledger', /planned [1-9]\d* =/);
      const rows = await tableOf(page, 'rate');
      expect(rows[0]).toMatch(/^[01](?:\.\d)? s /);
      second.child.kill('SIGINT');
      await untilShown(page, '#connection-text', /^foxload has ended/);
      expect((await second.ended).code).toBe(130);
      expect(await page.locator('#answer').innerText()).toMatch(/The run is over\. Its verdict:/);
      await page.close();
    });
  });
}
