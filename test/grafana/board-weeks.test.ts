import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marks } from '../../dashboards/board-annotations.js';
import { shippedDeclaration } from '../rules/shipped-declaration.js';
import { filled, placedPanels } from './boards.js';
import { type Prometheus, startPrometheus } from './prometheus.js';
import { canStart } from './required-program.js';
import { weeksOfOrders } from './weeks-of-orders.js';

const names = shippedDeclaration().objectives.map(({ name }) => name);

/** The shipped rules, looked at each second, so that nobody waits minutes for the first answer. */
function impatientRules(folder: string): string {
  const file = join(folder, 'foxload.rules.yml');
  const rules = readFileSync(new URL('../../grafana/rules/foxload.rules.yml', import.meta.url), 'utf8');
  writeFileSync(file, rules.replaceAll(/^( +interval:) \d+m$/gm, '$1 1s'));
  return file;
}

/** The query of a panel of the service level dashboard, and the name of its series. */
function queryOf(title: string, legend = ''): string {
  const { panel } = placedPanels.find(({ panel }) => panel.title === title) ?? {};
  const query = panel?.queries.find((each) => each.legend.startsWith(legend));
  if (query === undefined) throw new Error(`no panel ${title} has a query ${legend}`);
  return filled(query.promql, '20m');
}

/** Shares of 6 orders a minute over 7 and 30 days, of which 720 were bad in the last two hours and 1728 in the slow burn. */
const bad7 = 720 / 60_480;
const bad30 = (720 + 1728) / 259_200;

const figures: readonly (readonly [string, string, number])[] = [
  ['delivery_45s: kept over 7d', '', 1 - bad7],
  ['delivery_1m30s: kept over 30d', '', 1 - bad30],
  ['delivery_12s: error budget left', '', 1 - bad7 / 0.5],
  ['delivery_45s: error budget left', '', 1 - bad7 / 0.05],
  ['success: error budget left', '', 1 - bad7 / 0.05],
  ['delivery_1m30s: error budget left', '', 1 - bad30 / 0.01],
  ['Error budget left, by objective', 'delivery within 90s', 1 - bad30 / 0.01],
  ['delivery_45s: burn rate', '5m ', 20],
  ['delivery_45s: burn rate', '1h ', 20],
  ['delivery_45s: burn rate', '6h ', 20 / 3],
  ['delivery_45s: burn rate', '1d ', 20 / 12],
  ['delivery_1m30s: burn rate', '3d ', 100 / 36],
];

/** Some seconds later, five minutes hold only one point of the story, of which there is no rate. */
const lastingFigures = figures.filter(([, legend]) => legend !== '5m ');

describe.runIf(canStart('prometheus', 'promtool'))('thirty days of orders', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-weeks-'));
  const endS = Math.floor(Date.now() / 1000);
  let withRules: Prometheus;
  let withoutRules: Prometheus;

  beforeAll(async () => {
    const openMetrics = weeksOfOrders(names, endS);
    withoutRules = await startPrometheus({ openMetrics });
    withRules = await startPrometheus({ openMetrics, ruleFiles: [impatientRules(folder)] });
    await withRules.until('count(count by (slo) (ALERTS{alertname="FoxloadErrorBudgetBurningFast"}))', 3);
    await withRules.until('count(foxload:slo_error_budget_remaining:period)', names.length);
  });

  afterAll(async () => {
    await withRules?.close();
    await withoutRules?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(figures)(
    'show in %s %s by the counters alone what was counted by hand',
    async (title, legend, value) => {
      const [answer, ...others] = await withoutRules.query(queryOf(title, legend), endS);
      expect(others).toEqual([]);
      expect(answer?.value).toBeCloseTo(value, 9);
    },
  );

  // The rules look back from some seconds later, so the oldest five minutes of each window are not theirs any more.
  it.each(lastingFigures)(
    'show in %s %s once, and the same, with the rules',
    async (title, legend, value) => {
      const [answer, ...others] = await withRules.query(queryOf(title, legend));
      expect(others).toEqual([]);
      expect(Math.abs((answer?.value ?? Number.NaN) - value)).toBeLessThan(value > 1 ? value * 0.02 : 0.0005);
    },
  );

  it('show how the rules saw the budget go, over time', async () => {
    const nowS = Date.now() / 1000;
    const [answer] = await withRules.queryRange(
      queryOf('delivery_45s: error budget over time'),
      nowS - 10,
      nowS,
      1,
    );
    expect(answer?.values.at(-1)).toBeCloseTo(1 - bad7 / 0.05, 3);
  });

  it('list the alerts that fire, each leading to its section of the runbook', async () => {
    const { panel } = placedPanels.find(({ panel }) => panel.title === 'Firing alerts') ?? {};
    const answers = await withRules.query(queryOf('Firing alerts'));
    const fast = answers.filter(({ labels }) => labels.alertname === 'FoxloadErrorBudgetBurningFast');
    expect(new Set(fast.map(({ labels }) => labels.slo))).toEqual(
      new Set(['delivery_45s', 'delivery_1m30s', 'success']),
    );
    expect(panel?.kind === 'table' && Object.keys(panel.columns)).toEqual([
      'alertname',
      'severity',
      'slo',
      'environment',
    ]);
    expect(new Set(fast.map(({ labels }) => labels.severity))).toEqual(new Set(['page']));
    expect(new Set(fast.map(({ labels }) => labels.environment))).toEqual(new Set(['production']));
  });

  it('mark the alerts on the graphs', async () => {
    const alerts = marks.find(({ name }) => name === 'Alerts');
    const answers = await withRules.query(filled(alerts?.promql ?? '', '20m'));
    expect(answers.map(({ value }) => value)).toEqual(answers.map(() => 1));
    expect(answers.length).toBeGreaterThan(0);
  });
});
