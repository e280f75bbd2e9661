import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/profile/objective.js';
import { burnTiers } from '../../src/rules/burn-tiers.js';
import { canStart } from '../grafana/required-program.js';
import { type Fate, type Series, soundFate, storySeries } from './order-story.js';
import { alertFindings } from './promtool-test.js';

const hour = 60;
/** Orders of a monitor: six a minute. */
const everyS = 10;

/** A sound service, but for what `fault` says of an order planned at a minute; null leaves it sound. */
function story(minutes: number, fault: (minute: number, index: number) => Fate | null): Series {
  return storySeries({ minutes, everyS, fate: (index, s) => fault(s / 60, index) ?? soundFate(index) });
}

/** Makes so many more of 500 orders take a minute, which is late for 45 s alone. */
function lateBy(of500: number, index: number): number | null {
  const rank = (index * 211) % 500;
  return rank >= 490 - of500 && rank < 490 ? 60 : null;
}

describe.runIf(canStart('promtool'))('the alerts on the service level', () => {
  it('are silent over a sound day', () => {
    expect(
      alertFindings(
        story(25 * hour, () => null),
        25 * hour,
        {},
        { everyMinutes: 5 },
      ),
    ).toBe('');
  });

  it('page for an outage after four minutes, and for what it burns after ten', () => {
    const [from, to] = [7 * hour, 7 * hour + 40];
    const series = story(9 * hour, (minute) => (minute >= from && minute < to ? 'never' : null));
    const pages = {
      'FoxloadWebhookSilence/page': [from + 4, to],
      'FoxloadOutage/page/delivery_1m30s': [from + 5, to],
      'FoxloadErrorBudgetBurningFast/page/delivery_1m30s/1h': [from + 10, to + 5],
      'FoxloadErrorBudgetBurningFast/page/delivery_45s/1h': [from + 10, to + 4],
      'FoxloadErrorBudgetBurningFast/page/success/1h': [from + 15, to + 9],
      'FoxloadErrorBudgetBurningFast/page/delivery_45s/6h': [from + 19, to + 29],
      'FoxloadErrorBudgetBurningFast/page/delivery_1m30s/6h': [from + 22, to + 29],
      'FoxloadErrorBudgetBurningFast/page/success/6h': [from + 30, to + 32],
    } as const;
    expect(alertFindings(series, 9 * hour, pages, { only: 'severity="page"' })).toBe('');
    for (const text of ['delivery within 45s for 95% over 7d', 'delivery within 90s for 99% over 30d']) {
      const { name, withinMs } = parseObjective(text);
      for (const { longMs, outageDetectionMs } of burnTiers(parseObjective(text)).tiers.slice(0, 2)) {
        const alert = `FoxloadErrorBudgetBurningFast/page/${name}/${longMs / 3_600_000}h`;
        const [first] = Object.entries(pages).find(([key]) => key === alert)?.[1] ?? [Number.NaN];
        // What was burnt before the outage only makes it sooner; the rules are looked at each minute.
        expect(first - from, alert).toBeLessThanOrEqual(
          Math.ceil((outageDetectionMs + (withinMs ?? 0)) / 60_000) + 1,
        );
      }
    }
  });

  it('page for a slow burn, 8 % late, when six hours have spent a twentieth of the week’s budget', () => {
    const from = 24 * hour;
    const series = story(40 * hour, (minute, index) => (minute >= from ? lateBy(30, index) : null));
    // 2 % were late before: (2·(6 − x) + 8·x) / 6 passes 7 % after five hours, and 5 % of a day after twelve.
    const firing = {
      'FoxloadErrorBudgetBurningFast/page/delivery_45s/6h': [from + 305, 40 * hour],
      'FoxloadErrorBudgetBurning/ticket/delivery_45s/1d': [from + 720, 40 * hour],
    } as const;
    expect(alertFindings(series, 40 * hour, firing, { everyMinutes: 5 })).toBe('');
  });

  it('write a ticket when the p95 is beyond its threshold, 14 % late, before any burn rate is passed', () => {
    const from = 7 * hour;
    const series = story(9 * hour, (minute, index) => (minute >= from ? lateBy(60, index) : null));
    const firing = { 'FoxloadDeliveryTooSlow/ticket/delivery_45s': [from + 45, 9 * hour] } as const;
    const only = 'alertname=~"FoxloadDeliveryTooSlow|FoxloadErrorBudgetBurningFast|FoxloadOutage"';
    expect(alertFindings(series, 9 * hour, firing, { only, everyMinutes: 5 })).toBe('');
  });

  it('write that ticket when every order is late, too, of which the logarithm is none', () => {
    const series = story(hour, () => 60);
    const only = 'alertname="FoxloadDeliveryTooSlow", slo="delivery_45s"';
    const firing = { 'FoxloadDeliveryTooSlow/ticket/delivery_45s': [7, hour] } as const;
    expect(alertFindings(series, hour, firing, { only })).toBe('');
  });

  it('are silent when single orders of few are bad', () => {
    // One order in ten minutes, and each sixth is never delivered: one bad order an hour.
    const fate = (index: number): Fate => (index % 6 === 5 ? 'never' : 8);
    const series = storySeries({ minutes: 6 * hour, everyS: 600, fate });
    expect(alertFindings(series, 6 * hour, {}, { only: 'severity="page"', everyMinutes: 5 })).toBe('');
  });

  it('still see an outage where one order in five minutes is sent, after half an hour', () => {
    const from = 3 * hour;
    const fate = (_: number, s: number): Fate => (s >= from * 60 ? 'never' : 8);
    const series = storySeries({ minutes: 5 * hour, everyS: 300, fate });
    const firing = {
      'FoxloadOutage/page/delivery_1m30s': [from + 26, 5 * hour],
      // By then, and not before, six hours hold the fifty orders that its burn rate wants.
      'FoxloadErrorBudgetBurningFast/page/delivery_1m30s/6h': [from + 67, 5 * hour],
    } as const;
    expect(alertFindings(series, 5 * hour, firing, { only: 'severity="page"' })).toBe('');
  });

  it('still see an outage where one order in a quarter of an hour is sent, after an hour and a half', () => {
    const from = 4 * hour;
    const fate = (_: number, s: number): Fate => (s >= from * 60 ? 'never' : 8);
    const series = storySeries({ minutes: 8 * hour, everyS: 900, fate });
    const firing = { 'FoxloadOutage/page/delivery_1m30s': [from + 76, 8 * hour] } as const;
    expect(alertFindings(series, 8 * hour, firing, { only: 'severity="page"' })).toBe('');
  });

  it('take the lost orders at the end of a load test for no outage', () => {
    // An hour of load, whose last minute is lost; then the drain, and after six more minutes the end of the process.
    const minutes = 90;
    const fate = (index: number, s: number): Fate =>
      s >= 60 * 60 ? 'refused' : s >= 59 * 60 ? 'never' : soundFate(index);
    const told = Object.entries(storySeries({ minutes, everyS: 2, fate }))
      .filter(([name]) => !/orders_(sent|refused)/.test(name))
      .map(([name, values]) => [name, name.includes('run_phase') ? until(values, 59) : until(values, 66)]);
    const only = 'alertname=~"FoxloadOutage|FoxloadWebhookSilence"';
    expect(alertFindings(Object.fromEntries(told), minutes, {}, { only })).toBe('');
  });

  it('page when nothing is accepted any more, which no objective counts', () => {
    const from = 2 * hour;
    const series = story(3 * hour, (minute) => (minute >= from ? 'refused' : null));
    const firing = {
      'FoxloadNothingAccepted/page': [from + 5, 3 * hour],
      'FoxloadOrdersRefused/ticket': [from + 11, 3 * hour],
    } as const;
    expect(alertFindings(series, 3 * hour, firing)).toBe('');
  });

  it('write a ticket when the budget of the period is spent', () => {
    // 6 % late from the start: the budget of 5 % is overspent as soon as 480 orders say so.
    const series = story(3 * hour, (_, index) => lateBy(20, index));
    const firing = { 'FoxloadErrorBudgetSpent/ticket/delivery_45s': [96, 3 * hour] } as const;
    expect(alertFindings(series, 3 * hour, firing, { only: 'alertname="FoxloadErrorBudgetSpent"' })).toBe('');
  });

  it('leave the nights alone, when no order is sent and none is decided', () => {
    const night = (minute: number) => minute >= 8 * hour && minute < 14 * hour;
    const fate = (index: number, s: number): Fate => (night(s / 60) ? 'refused' : soundFate(index));
    const all = storySeries({ minutes: 16 * hour, everyS, fate });
    // Orders that are not sent are no orders at all.
    const series = Object.fromEntries(
      Object.entries(all).filter(([name]) => !/orders_(sent|refused)/.test(name)),
    );
    expect(alertFindings(series, 16 * hour, {}, { everyMinutes: 5 })).toBe('');
  });

  it('keep the sandbox’s failures from production, and those of a load test from the canary', () => {
    const broken = { minutes: 2 * hour, everyS, fate: (): Fate => 'never' };
    const sound = { minutes: 2 * hour, everyS, fate: soundFate };
    const series = {
      ...storySeries(broken, 'environment="sandbox", job="canary"'),
      ...storySeries(broken, 'environment="production", job="load-test"'),
      ...storySeries(sound, 'environment="production", job="canary"'),
    };
    const canary = { only: 'environment="production", job="canary"' };
    expect(alertFindings(series, 2 * hour, {}, canary)).toBe('');
    const others = { only: 'alertname="FoxloadOutage", environment="sandbox"' };
    const firing = { 'FoxloadOutage/page/delivery_1m30s': [2, 2 * hour] } as const;
    expect(alertFindings(series, 2 * hour, firing, others)).toBe('');
  });

  it('are not misled by a process that starts anew, with counters from zero', () => {
    const minutes = 6 * hour;
    const whole = story(minutes, () => null);
    const restarted = Object.fromEntries(
      Object.entries(whole).map(([name, values]) => [
        name,
        name.includes('_total{') ? anew(values, 200) : values,
      ]),
    );
    // The ledger of this story is that of two processes.
    const options = { only: 'alertname!="FoxloadLedgerUnbalanced"', everyMinutes: 5 };
    expect(alertFindings(restarted, minutes, {}, options)).toBe('');
  });
});

/** The values of a series that ends with a minute. */
function until(values: string, lastMinute: number): string {
  const kept = values.split(' ').map((value, minute) => (minute > lastMinute ? 'stale' : value));
  return kept.slice(0, lastMinute + 2).join(' ');
}

/** The values of a counter whose process began again at a minute. */
function anew(values: string, atMinute: number): string {
  const counts = values.split(' ').map(Number);
  const before = counts[atMinute] ?? 0;
  return counts.map((count, minute) => (minute < atMinute ? count : count - before)).join(' ');
}
