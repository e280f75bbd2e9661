import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as lookAgainIn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { seriesOf } from '../exporter/reading.js';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { searchUnderTest } from './searches.js';

interface Scrape {
  readonly runId: string;
  readonly planned: number;
  readonly accepted: number;
  readonly undecided: number;
}

/** Everything that the page tells, from its first moment to its last. */
async function scrapesOf(search: WatchedProcess, url: string): Promise<Scrape[]> {
  const scrapes: Scrape[] = [];
  let over = false;
  void search.ended.then(() => {
    over = true;
  });
  while (!over) {
    const page = await fetch(url).then(
      (response) => response.text(),
      () => null,
    );
    if (page === null) break;
    const series = seriesOf(page);
    const info = [...series.keys()].find((name) => name.startsWith('foxload_run_info'));
    const value = (name: string) => series.get(`foxload_${name}`) ?? Number.NaN;
    scrapes.push({
      runId: /run_id="([^"]*)"/.exec(info ?? '')?.[1] ?? '',
      planned: value('orders_planned_total'),
      accepted: value('orders_accepted_total'),
      undecided: value('slo_undecided_orders{slo="success"}'),
    });
    await lookAgainIn(20);
  }
  return scrapes;
}

it('one page tells all steps of a search, with counters that never go back, and each step leaves its own file', async () => {
  const search = searchUnderTest({ objectives: ['success for 90% over 7d'] });
  const port = await freePort();
  const process = startFoxload(search.args('--metrics-port', `${port}`, '--max', '150/s', '--linger', '10s'));
  const [url] = await process.sees(/http:\S+\/metrics(?=,)/);
  const scrapes = await scrapesOf(process, url);
  await process.ended;
  const runs = readdirSync(join(search.folder(), 'steps')).filter((name) => name !== 'latest');
  expect(runs.length).toBeGreaterThan(1);
  expect(new Set(scrapes.map(({ runId }) => runId))).toEqual(new Set(runs));
  for (const counter of ['planned', 'accepted'] as const) {
    const values = scrapes.map((scrape) => scrape[counter]);
    expect(values.filter((value, index) => value < (values[index - 1] ?? 0))).toEqual([]);
  }
  const fileOf = (run: string, name: string) =>
    readFileSync(join(search.folder(), 'steps', run, name), 'utf8');
  const ledgers = runs.map((run) => JSON.parse(fileOf(run, 'report.json')).ledger as { planned: number });
  const last = scrapes.at(-1);
  expect(last?.planned).toBe(ledgers.reduce((sum, { planned }) => sum + planned, 0));
  expect(last?.undecided).toBe(0);
  for (const [index, run] of runs.entries()) {
    const own = [...fileOf(run, 'metrics.om').matchAll(/^foxload_orders_planned_total\{[^}]*\} (\d+) /gm)];
    expect([own[0]?.[1], own.at(-1)?.[1]]).toEqual(['0', `${ledgers[index]?.planned}`]);
  }
});
