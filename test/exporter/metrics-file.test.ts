import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MetricsFile, metricsFileName } from '../../src/exporter/metrics-file.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { ManualClock } from '../journal/manual-clock.js';
import { readingWith } from './reading.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foxload-metrics-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plannedIn(text: string): number[] {
  return [...text.matchAll(/^foxload_orders_planned_total\{\} (\d+) /gm)].map(([, value]) => Number(value));
}

function fileOf(intoFolder = folder) {
  const counters = emptyCounters();
  const clock = new ManualClock();
  const file = new MetricsFile({
    source: { read: () => readingWith({ counters }) },
    folder: intoFolder,
    clock,
    labels: {},
  });
  return { file, counters, clock };
}

it('a run leaves its metrics from its first moment to its last, every 5 s', async () => {
  const { file, counters, clock } = fileOf();
  counters.planned = 10;
  clock.turnTo(5_000);
  counters.planned = 20;
  clock.turnTo(10_000);
  counters.planned = 25;
  clock.turnTo(11_000);
  expect(await file.finish()).toBe(null);
  expect(plannedIn(readFileSync(join(folder, metricsFileName), 'utf8'))).toEqual([0, 10, 20, 25]);
  expect(readdirSync(folder)).toEqual([metricsFileName]);
});

it('a run that is killed leaves a file that is whole', async () => {
  const { file, clock } = fileOf();
  for (let nowMs = 5_000; nowMs <= 55_000; nowMs += 5_000) clock.turnTo(nowMs);
  await vi.waitUntil(() => existsSync(join(folder, metricsFileName)));
  const text = readFileSync(join(folder, metricsFileName), 'utf8');
  expect(text.endsWith('# EOF\n')).toBe(true);
  expect(plannedIn(text)).toHaveLength(12);
  file.close();
});

it('says why the file could not be written', async () => {
  const { file } = fileOf(join(folder, 'gone'));
  expect(await file.finish()).toMatch(/^ENOENT/);
});

it('leaves no half of a file behind that could not be put in its place', async () => {
  const { file } = fileOf();
  mkdirSync(join(folder, metricsFileName));
  expect(await file.finish()).toMatch(/^EISDIR/);
  expect(readdirSync(folder)).toEqual([metricsFileName]);
});
