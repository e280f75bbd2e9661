import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleGroups } from '../../src/rules/rule-groups.js';
import type { Series } from './order-story.js';
import { shippedDeclaration } from './shipped-declaration.js';

const shipped = shippedDeclaration();
const rulesFile = fileURLToPath(new URL('../../grafana/rules/foxload.rules.yml', import.meta.url));

/**
 * All alerts that fire in a story, by `name/severity` and, where an alert has them, `/slo` and `/long_window`; and the first and the last
 * minute in which each does.
 */
export type Firing = Readonly<Record<string, readonly [first: number, last: number]>>;

const toldBy = ['alertname', 'severity', 'slo', 'long_window'];

/**
 * Has promtool evaluate the committed rules over a story and compare all alerts that fire, no more and no fewer. Gives what promtool
 * objects to; the empty text when everything was as told.
 *
 * @param minutes the length of the story
 * @param options how often the rules are evaluated, and which alerts are looked at: all of them, or those of a selector
 */
export function alertFindings(
  series: Series,
  minutes: number,
  firing: Firing,
  { everyMinutes = 1, only = '' }: { everyMinutes?: number; only?: string } = {},
): string {
  const alerts = `ALERTS{alertstate="firing"${only === '' ? '' : `, ${only}`}}`;
  const instants = `(timestamp(${alerts}) / 60)[${minutes}m:${everyMinutes}m]`;
  const expected = (end: 0 | 1) =>
    Object.entries(firing).map(([alert, span]) => ({ labels: labelsOf(alert), value: span[end] }));
  const ends = (['min', 'max'] as const).map((end, i) => ({
    expr: `${end} by (${toldBy.join(', ')}) (${end}_over_time(${instants}))`,
    eval_time: `${minutes}m`,
    exp_samples: expected(i === 0 ? 0 : 1),
  }));
  return promtoolFindings(series, { promql_expr_test: ends }, everyMinutes);
}

function labelsOf(alert: string): string {
  const values = alert.split('/');
  const pairs = toldBy.flatMap((label, i) => {
    const value = values[i];
    return value === undefined || value === '' ? [] : [`${label}="${value}"`];
  });
  return `{${pairs.join(', ')}}`;
}

/** What promtool objects to in one unit test of the committed rules. */
export function promtoolFindings(series: Series, expectations: object, everyMinutes = 1): string {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-rules-'));
  const file = join(folder, 'story.test.yml');
  const input = Object.entries(series).map(([name, values]) => ({ series: name, values }));
  // Otherwise promtool takes the groups in any order, and what one hands to the next may be a minute old.
  const order = { group_eval_order: ruleGroups(shipped.objectives, shipped).map(({ name }) => name) };
  const evaluation = { rule_files: [rulesFile], evaluation_interval: `${everyMinutes}m`, ...order };
  const test = { interval: '1m', input_series: input, ...expectations };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ ...evaluation, tests: [test] }));
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', file], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? '' : stdout + stderr;
}
