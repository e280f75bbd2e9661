import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { budgetMetrics, budgetStatistics } from '../../src/profile/budget-metric.js';
import { profileJsonSchema } from '../../src/profile/profile-json-schema.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { openLoad } from '../support/open-load.js';
import { schemaKeys } from './schema-keys.js';

const documentation = readFileSync(new URL('../../docs/profile.md', import.meta.url), 'utf8');
const keys = schemaKeys(JSON.parse(profileJsonSchema()));

function rowOf(path: string): string | undefined {
  return documentation.split('\n').find((line) => line.startsWith(`| \`${path}\` |`));
}

test('every key of the schema has a row in the documentation', () => {
  expect(keys.length).toBe(96);
  expect(keys.filter(({ path }) => rowOf(path) === undefined)).toStrictEqual([]);
});

test('the documentation knows no key that the schema does not', () => {
  const known = new Set(keys.map(({ path }) => path));
  const rows = documentation.matchAll(
    /^\| `((?:target|receiver|load|orders|limits|abort|monitor|sandbox)[^`]*)` \|/gm,
  );
  expect([...rows].map(([, path]) => path).filter((path) => !known.has(path ?? ''))).toStrictEqual([]);
});

test('every default of the schema stands in its row', () => {
  const wrong = keys.filter(({ path, byDefault }) => {
    if (byDefault === undefined) return false;
    const text = typeof byDefault === 'string' ? byDefault : JSON.stringify(byDefault);
    return !rowOf(path)?.includes(`| \`${text}\` |`);
  });
  expect(wrong).toStrictEqual([]);
});

test('every key has a description for editors', () => {
  expect(keys.filter(({ description }) => typeof description !== 'string')).toStrictEqual([]);
});

test('every metric of the closed list is in the documentation', () => {
  const words = new Set(documentation.match(/[\w.]+/g));
  for (const metric of budgetMetrics) {
    for (const part of metric.split('.')) expect(documentation).toContain(part);
  }
  expect(budgetStatistics.filter((statistic) => !words.has(statistic))).toStrictEqual([]);
});

test('the profile in the documentation is a good one', () => {
  const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(documentation) ?? [];
  expect(openLoad(readProfile(example, 'docs/profile.md').load).stages).toStrictEqual([
    { kind: 'constant', ratePerSecond: 50, durationMs: 30_000 },
    { kind: 'ramp', ratePerSecond: 200, durationMs: 60_000 },
    { kind: 'spike', ratePerSecond: 500, durationMs: 10_000 },
  ]);
});
