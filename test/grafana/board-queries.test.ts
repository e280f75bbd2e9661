import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { marks } from '../../dashboards/board-annotations.js';
import { labelChoices } from '../../dashboards/board-variables.js';
import { filled, placedQueries, plans } from './boards.js';
import { type MeasuredRun, measuredRun } from './measured-run.js';
import { type Prometheus, startPrometheus } from './prometheus.js';
import { canStart } from './required-program.js';

/** Some of everything: failures, doubled webhooks, replays, and the objectives that the dashboards are made for. */
const profile = `
name: boards
target: { environment: embedded, dialect: header-key }
load:
  arrivals: poisson
  seed: 1
  stages: [{ rate: 100/s, for: 8s }]
orders: [{ sku: xbox-ar-game-pass }, { sku: psn-tr-100 }]
replays: 5%
deadline: 100s
limits: { orders: 2000, spend: 40000 USD }
budgets: [delivery.p50 < 240ms, delivery.p95 < 900ms, success.rate > 90%]
objectives:
  - delivery within 12s for 50% over 7d
  - delivery within 45s for 95% over 7d
  - delivery within 90s for 99% over 30d
  - success for 95% over 7d
sandbox:
  speed: 100
  seed: 7
  failures: { supplier_timeout: 2%, invalid_region: 1% }
  webhooks: { duplicate: 2% }
`;

/** Grafana takes four scrapes at least. */
const rateInterval = '2s';

/** The name that a panel gives a series. */
function named(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_, label: string) => labels[label] ?? '');
}

describe.runIf(canStart('prometheus', 'promtool'))('a real Prometheus that scraped a real run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'foxload-boards-'));
  let run: MeasuredRun;
  /** A Prometheus that never scraped the run, and was given the file that it left. */
  let stored: Prometheus;

  beforeAll(async () => {
    run = await measuredRun(folder, profile);
    stored = await startPrometheus({ openMetrics: run.openMetrics });
  });

  afterAll(async () => {
    await run?.prometheus.close();
    await stored?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a panel of the run dashboard shows when the run is over: the last value of each series, by the name that it gives them. */
  async function lastOf(title: string): Promise<Record<string, number | undefined>> {
    const queries = placedQueries.filter(({ where }) => where === `foxload-run: ${title}`);
    const answers = await Promise.all(
      queries.map(async ({ promql, legend, instant }) => {
        if (instant) {
          const answers = await run.prometheus.query(filled(promql, rateInterval));
          return answers.map(({ labels, value }) => [named(legend, labels), value] as const);
        }
        const series = await run.prometheus.queryRange(
          filled(promql, rateInterval),
          run.fromS,
          run.toS,
          0.25,
        );
        return series.map(({ labels, values }) => [named(legend, labels), values.at(-1)] as const);
      }),
    );
    return Object.fromEntries(answers.flat());
  }

  /** All values of the answer, as the panel asks: at the end of the time, or over it. */
  async function valuesOf(promql: string, instant: boolean): Promise<number[]> {
    const query = filled(promql, rateInterval);
    if (instant) return (await run.prometheus.query(query)).map(({ value }) => value);
    const answers = await run.prometheus.queryRange(query, run.fromS, run.toS, 0.5);
    return answers.flatMap(({ values }) => values);
  }

  it.each(placedQueries)('answers $where: $legend', async ({ promql, instant = false, mayBeEmpty }) => {
    const values = await valuesOf(promql, instant);
    if (mayBeEmpty === undefined) expect(values).not.toEqual([]);
    expect(values.filter((value) => !Number.isFinite(value))).toEqual([]);
  });

  it('shows the ledger of the report at its end', async () => {
    const { ledger } = run.result;
    expect(await lastOf('Orders so far')).toEqual({
      planned: ledger.planned,
      sent: ledger.sent,
      accepted: ledger.accepted,
      ended: ledger.delivered + ledger.failed + ledger.timedOut + ledger.lost,
      refused: ledger.refused + ledger.errored,
      'not sent': ledger.dropped,
    });
    expect(await lastOf('Delivered')).toEqual({
      delivered: ledger.delivered / (ledger.delivered + ledger.failed),
    });
  });

  it('shows the percentiles, the money and the verdict of the report at its end', async () => {
    const { latency, spend, verdict } = run.result;
    const ofRun = Object.entries(await lastOf('Percentiles of the run, with bounds')).filter(
      ([name]) => !/bound/.test(name),
    );
    const { p50Ms, p95Ms, p99Ms } = latency.delivery;
    expect(ofRun.map(([name, value]) => [name.slice(0, 3), value])).toEqual([
      ['p50', (p50Ms ?? 0) / 1000],
      ['p95', (p95Ms ?? 0) / 1000],
      ['p99', (p99Ms ?? 0) / 1000],
    ]);
    expect(await lastOf('Spend')).toEqual({
      debited: spend.debitedUsd,
      refunded: spend.refundedUsd,
      limit: spend.limitUsd,
    });
    expect(await lastOf('Verdict so far')).toEqual({ [verdict.result]: 1 });
    expect(await lastOf('Phase')).toEqual({ done: 1 });
    expect(await lastOf('Run')).toEqual({ [`boards ${run.result.run.id}`]: 1 });
  });

  it.each(placedQueries.filter(({ where }) => where.startsWith('foxload-run:')))(
    'answers $where: $legend from the file of a run that nobody scraped',
    async ({ promql }) => {
      const answers = await stored.queryRange(filled(promql, '20s'), run.fromS, run.toS, 1);
      expect(answers.flatMap(({ values }) => values)).not.toEqual([]);
    },
  );

  it('marks where a phase begins, and not for how long it lasts', async () => {
    const phases = marks.find(({ name }) => name === 'Phases of runs');
    const promql = filled(phases?.promql ?? '', rateInterval, '100ms');
    const answers = await run.prometheus.queryRange(promql, run.fromS, run.toS, 0.1);
    expect(answers.map(({ labels }) => labels.phase)).toContain('load');
    expect(answers.map(({ values }) => values)).toEqual(answers.map(() => [1]));
  });

  it.each(plans.flatMap((plan) => labelChoices(plan).map((choice) => ({ board: plan.uid, ...choice }))))(
    'lists what can be chosen as $label on $board',
    async ({ query }) => {
      const [, match = '', label = ''] =
        /^label_values\((.*), (\w+)\)$/.exec(filled(query, rateInterval)) ?? [];
      expect(await run.prometheus.labelValues(label, match)).toHaveLength(1);
    },
  );
});
