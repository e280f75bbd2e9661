import { describe, expect, it } from 'vitest';
import { metricsPage } from '../../src/exporter/metrics-page.js';
import { lateSendS, slowHandlerS } from '../../src/rules/instrument-rules.js';
import { generatorLimits } from '../../src/run/generator-health.js';
import { readingWith } from '../exporter/reading.js';
import { canStart } from '../grafana/required-program.js';
import { type Series, soundFate, storySeries } from './order-story.js';
import { alertFindings } from './promtool-test.js';

const minutes = 120;
const labels = 'environment="production", job="canary", instance="one:9464"';

/** A value for each minute, by the minute; null: no sample. */
function values(of: (minute: number) => number | null): string {
  return Array.from({ length: minutes + 1 }, (_, minute) => of(minute) ?? '_').join(' ');
}

/** Sends of six a minute, of which those of some minutes leave late. */
function sends(isLate: (minute: number) => boolean): Series {
  let below = 0;
  const belowByMinute = Array.from({ length: minutes + 1 }, (_, minute) => {
    if (!isLate(minute)) below += 6;
    return below;
  });
  return {
    [`foxload_send_lag_seconds_count{${labels}}`]: values((minute) => 6 * minute),
    [`foxload_send_lag_seconds_bucket{${labels}, le="0.1"}`]: values((minute) => belowByMinute[minute] ?? 0),
  };
}

const sound = storySeries({ minutes, everyS: 10, fate: soundFate });
const broken = storySeries({
  minutes,
  everyS: 10,
  fate: (index, s) => (s >= 3600 ? 'never' : soundFate(index)),
});

describe('the limits of the instrument', () => {
  it('are those of a run, at edges that the histograms have', async () => {
    expect([lateSendS * 1000, slowHandlerS * 1000]).toEqual([
      generatorLimits.sendLagP99Ms,
      generatorLimits.receiverP99Ms,
    ]);
    const page = await metricsPage(readingWith());
    expect(page).toContain(`foxload_send_lag_seconds_bucket{le="${lateSendS}"}`);
    expect(page).toContain(`foxload_webhook_handler_seconds_bucket{le="${slowHandlerS}"}`);
  });
});

describe.runIf(canStart('promtool'))('the alerts on the instrument', () => {
  it('hold back those on the service while the generator is at fault, and page when that lasts', () => {
    const series = { ...broken, ...sends((minute) => minute >= 50) };
    const firing = {
      'FoxloadMeasurementInvalid/ticket': [50, minutes],
      'FoxloadMeasurementInvalid/page': [65, minutes],
    } as const;
    expect(alertFindings(series, minutes, firing)).toBe('');
  });

  it('let them go again a quarter of an hour after it keeps up', () => {
    const series = { ...broken, ...sends((minute) => minute >= 50 && minute < 70) };
    const firing = { 'FoxloadMeasurementInvalid/ticket': [50, 83] } as const;
    const only = 'alertname=~"FoxloadMeasurementInvalid|FoxloadOutage", severity=~"page|ticket"';
    expect(
      alertFindings(
        series,
        minutes,
        {
          ...firing,
          'FoxloadMeasurementInvalid/page': [65, 83],
          'FoxloadOutage/page/delivery_1m30s': [84, minutes],
        },
        { only },
      ),
    ).toBe('');
  });

  it('are not misled by four late sends', () => {
    let left = 4;
    const series = { ...sound, ...sends(() => false) };
    const bucket = `foxload_send_lag_seconds_bucket{${labels}, le="0.1"}`;
    const four = values((minute) => {
      if (minute >= 60 && minute < 64 && left > 0) left -= 1;
      return 6 * (minute + 1) - (4 - left);
    });
    expect(alertFindings({ ...series, [bucket]: four }, minutes, {})).toBe('');
  });

  it('name the event loop and the receiver as causes, too', () => {
    const series = {
      ...sound,
      [`foxload_generator_saturation_ratio{${labels}, resource="event_loop"}`]: values((minute) =>
        minute < 30 ? 0.1 : 1.2,
      ),
      [`foxload_webhook_handler_seconds_count{${labels}}`]: values((minute) => 6 * minute),
      [`foxload_webhook_handler_seconds_bucket{${labels}, le="0.05"}`]: values(
        (minute) => 6 * Math.min(minute, 60),
      ),
    };
    const firing = {
      'FoxloadMeasurementInvalid/ticket': [30, minutes],
      'FoxloadMeasurementInvalid/page': [45, minutes],
    } as const;
    const only = 'cause="event_loop"';
    expect(alertFindings(series, minutes, firing, { only })).toBe('');
    const receiver = {
      'FoxloadMeasurementInvalid/ticket': [61, minutes],
      'FoxloadMeasurementInvalid/page': [76, minutes],
    } as const;
    expect(alertFindings(series, minutes, receiver, { only: 'cause="receiver"' })).toBe('');
  });

  it('page when a monitor’s metrics are gone, and let a run end in peace', () => {
    const gone = (minute: number) => (minute < 60 ? 1 : null);
    const info = (mode: string, job: string, instance: string) =>
      `foxload_run_info{environment="production", job="${job}", instance="${instance}", mode="${mode}"}`;
    const series = {
      [info('monitor', 'canary', 'one')]: values(gone),
      [info('open', 'load-test', 'two')]: values(gone),
      // A shop that was deployed anew: another instance took over.
      [info('live', 'shop', 'old')]: values(gone),
      [info('live', 'shop', 'new')]: values((minute) => (minute < 58 ? null : 1)),
    };
    // Without a word from the target Prometheus takes the last value for five minutes more.
    const firing = { 'FoxloadMetricsAbsent/page': [75, minutes] } as const;
    expect(alertFindings(series, minutes, firing)).toBe('');
  });

  it('write a ticket when a ledger does not balance', () => {
    const series = {
      ...sound,
      [`foxload_webhook_requests_total{${labels}}`]: values((minute) => minute + (minute > 40 ? 1 : 0)),
      [`foxload_webhooks_received_total{${labels}, verdict="accepted"}`]: values((minute) => minute),
      [`foxload_webhooks_waiting{${labels}}`]: values(() => 0),
    };
    expect(alertFindings(series, minutes, { 'FoxloadLedgerUnbalanced/ticket': [46, minutes] })).toBe('');
    const undecided = { [`foxload_slo_undecided_orders{${labels}, slo="success"}`]: values(() => 7) };
    const firing = { 'FoxloadLedgerUnbalanced/ticket/success': [5, minutes] } as const;
    expect(alertFindings({ ...sound, ...undecided }, minutes, firing)).toBe('');
  });

  it('write a ticket when the harness counts by other objectives than these rules know', () => {
    const ratio = (slo: string) => `foxload_slo_objective_ratio{${labels}, slo="${slo}"}`;
    const series = {
      [ratio('delivery_45s')]: values(() => 0.95),
      [ratio('success')]: values(() => 0.99),
      [ratio('delivery_20s')]: values(() => 0.9),
    };
    const firing = {
      'FoxloadObjectivesDiffer/ticket/success': [15, minutes],
      'FoxloadObjectivesDiffer/ticket/delivery_20s': [15, minutes],
    } as const;
    expect(alertFindings(series, minutes, firing)).toBe('');
  });
});

describe.runIf(canStart('promtool'))('the alerts without tolerance', () => {
  const counter = (name: string, own: string) => `${name}{${labels}, ${own}}`;
  /** One more at minute 50. */
  const once = values((minute) => (minute < 50 ? 0 : 1));
  /** The hour after it. */
  const span = [50, 109] as const;

  it.each([
    ['FoxloadDifferentOrderForOneKey/page', 'foxload_idempotency_replays_total', 'result="different_order"'],
    ['FoxloadOrderLost/ticket', 'foxload_orders_completed_total', 'outcome="lost", via="poll"'],
    ['FoxloadForgedWebhooks/ticket', 'foxload_webhooks_received_total', 'event="unread", verdict="forged"'],
    ['FoxloadStateViolation/ticket', 'foxload_state_violations_total', 'kind="after_terminal"'],
    ['FoxloadCodeUnreadable/ticket', 'foxload_code_open_failures_total', 'reason="auth_tag"'],
  ])('fire as %s for an hour when %s{%s} grows by one', (alert, name, own) => {
    expect(alertFindings({ [counter(name, own)]: once }, minutes, { [alert]: span })).toBe('');
  });

  it('see what happened before the first scrape of a process', () => {
    const series = {
      [counter('foxload_idempotency_replays_total', 'result="different_order"')]: values((minute) =>
        minute < 50 ? null : 2,
      ),
    };
    expect(alertFindings(series, minutes, { 'FoxloadDifferentOrderForOneKey/page': span })).toBe('');
  });

  it('do not tell again what a process knew before it was away for half an hour', () => {
    const series = {
      [counter('foxload_idempotency_replays_total', 'result="different_order"')]: values((minute) =>
        minute >= 15 && minute < 45 ? null : 2,
      ),
    };
    const firing = { 'FoxloadDifferentOrderForOneKey/page': [0, 59] } as const;
    expect(alertFindings(series, minutes, firing)).toBe('');
  });

  it('tell of orders that the spend limit holds back, for as long as it does', () => {
    const dropped = counter('foxload_orders_dropped_total', 'reason="spend"');
    const series = { [dropped]: values((minute) => Math.max(0, Math.min(minute - 40, 20))) };
    expect(alertFindings(series, minutes, { 'FoxloadSpendLimitReached/ticket': [41, 74] })).toBe('');
  });
});
