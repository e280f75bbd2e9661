import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleGroups } from '../../src/rules/rule-groups.js';
import { sloSeries } from '../../src/rules/slo-series.js';
import { type Prometheus, startPrometheus } from '../grafana/prometheus.js';
import { canStart } from '../grafana/required-program.js';
import {
  monthOpenMetrics,
  monthSteps,
  monthSum,
  outageStart,
  slowDays,
  stepS,
  stepsPerDay,
  stepsPerHour,
} from './month.js';
import { shippedDeclaration } from './shipped-declaration.js';

const shipped = shippedDeclaration();
const rules = ruleGroups(shipped.objectives, shipped).flatMap((group) => group.rules);

/** What a rule records, as a query of the counters alone, so that it can be asked of any instant of the past. */
function recordedAs(record: string, slo: string): string {
  const rule = rules.find((each) => 'record' in each && each.record === record && each.labels?.slo === slo);
  if (rule === undefined) throw new Error(`no rule records ${record} of ${slo}`);
  return `(${rule.expr.replaceAll(/(foxload:[\w:]+)\{slo="(\w+)"\}/g, (_, inner: string, of: string) => recordedAs(inner, of))})`;
}

const windows = {
  '5m': 1,
  '1h': stepsPerHour,
  '6h': 6 * stepsPerHour,
  '1d': stepsPerDay,
  '3d': 3 * stepsPerDay,
} as const;
const budgets = [
  ['delivery_12s', 7, 0.5],
  ['delivery_45s', 7, 0.05],
  ['delivery_1m30s', 30, 0.01],
  ['success', 7, 0.05],
] as const;
/** Where the month is looked at: after two sound weeks or so, and after each of its events. */
const instants = [
  ['before anything happened', 8 * stepsPerDay],
  ['at the end of the slow days', slowDays[1] * stepsPerDay],
  ['after an instance started anew', 20 * stepsPerDay + 9 * stepsPerHour],
  ['at the end of the outage', outageStart + 8],
  ['at the end of the month', monthSteps],
] as const;

describe.runIf(canStart('prometheus', 'promtool'))('a month of orders in a real Prometheus', () => {
  const endS = Math.floor(Date.now() / 1000);
  const atS = (index: number) => endS - (monthSteps - index) * stepS;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const names = shipped.objectives.map(({ name }) => name);
    prometheus = await startPrometheus({ openMetrics: monthOpenMetrics(names, endS) });
    await prometheus.until('vector(1)', 1);
  });

  afterAll(() => prometheus?.close());

  it.each(instants.flatMap(([when, index]) => budgets.map((budget) => [when, index, ...budget] as const)))(
    'has %s (%d) of the budget of %s over %d days what was counted by hand',
    async (_, index, slo, days, budget) => {
      const { good, bad } = monthSum(Math.max(0, index - days * stepsPerDay), index);
      const answers = await prometheus.query(recordedAs(sloSeries.budgetRemaining, slo), atS(index));
      expect(answers.map(({ labels }) => labels)).toEqual([
        { environment: 'production', job: 'canary', slo },
      ]);
      expect(answers[0]?.value).toBeCloseTo(1 - bad / (good + bad) / budget, 9);
    },
  );

  it.each(Object.entries(windows))(
    'counts orders and their bad ones over %s as the story has them',
    async (window, steps) => {
      for (const [, index] of instants.slice(0, 4)) {
        const { good, bad } = monthSum(index - steps, index);
        const slo = 'delivery_1m30s';
        const [events] = await prometheus.query(recordedAs(`foxload:slo_events:${window}`, slo), atS(index));
        const [ratio] = await prometheus.query(
          recordedAs(`foxload:slo_error_ratio:${window}`, slo),
          atS(index),
        );
        if (good + bad === 0) expect(ratio).toBeUndefined();
        else expect(ratio?.value).toBeCloseTo(bad / (good + bad), 9);
        // Five minutes hold two samples here, of which a single one is growth.
        expect(events?.value).toBeCloseTo(good + bad, 6);
      }
    },
  );

  it('has no share of bad orders at night, when there are none, rather than a number that is none', async () => {
    const night = 20 * stepsPerDay + 4 * stepsPerHour;
    expect(await prometheus.query(recordedAs('foxload:slo_error_ratio:1h', 'success'), atS(night))).toEqual(
      [],
    );
    const [events] = await prometheus.query(recordedAs('foxload:slo_events:1h', 'success'), atS(night));
    expect(events?.value).toBe(0);
  });

  it('has spent the budget of 90 s over 30 days two and a half times, and half of that of 45 s over the last week', async () => {
    const [month] = await prometheus.query(recordedAs(sloSeries.budgetRemaining, 'delivery_1m30s'), endS);
    const [week] = await prometheus.query(recordedAs(sloSeries.budgetRemaining, 'delivery_45s'), endS);
    // 216 steps a day: (28·216 − 8)·1 + 2·216·4 + 8·50 bad of 30·216·50.
    expect(month?.value).toBeCloseTo(1 - (28 * 216 - 8 + 2 * 216 * 4 + 400) / (30 * 216 * 50) / 0.01, 9);
    // The last seven days: (7·216 − 8) + 400 bad of 7·216·50.
    expect(week?.value).toBeCloseTo(1 - (7 * 216 - 8 + 400) / (7 * 216 * 50) / 0.05, 9);
  });
});
