import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { firstIntervalMs, maxSamples } from '../../src/exporter/sampled-run.js';
import { metricTable } from './metric-table.js';

const guide = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

it('the table of the guide is that of the metrics themselves', () => {
  const table = guide.slice(guide.indexOf('| metric | type |'));
  expect(`${table.slice(0, table.indexOf('\n\n'))}\n`).toBe(metricTable());
});

it('the guide says how often the file is sampled', () => {
  expect(guide).toContain(`every ${firstIntervalMs / 1000} s`);
  expect(guide).toContain(`${maxSamples} samples`);
});
