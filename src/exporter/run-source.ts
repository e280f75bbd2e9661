import { usdFromCents } from '../contract/money.js';
import { plannedRate } from '../load/arrival-schedule.js';
import type { RunView } from '../run/run-view.js';
import { foxloadVersion } from '../version.js';
import type { ExporterSource } from './exporter-source.js';

/** A running run as the exporter reads it. */
export function runSource(view: RunView): ExporterSource {
  const { id, profile, tracker, latency, spend, flow } = view;
  const run = { id, profile: profile.name, mode: profile.load.model, dialect: profile.target.dialect };
  const { limitCents } = spend;
  return {
    read() {
      const nowMs = view.nowMs();
      const oldestMs = tracker.oldestInFlightMs();
      const lastWebhookMs = view.lastWebhookMs();
      const epochS = (atMs: number) => view.wallMs(atMs) / 1000;
      return {
        version: foxloadVersion,
        run,
        phase: flow.phase,
        targetRatePerSecond: flow.phase === 'load' ? rateNow(view, nowMs - flow.startMs) : 0,
        counters: tracker.counters,
        delivery: latency.figuresOf('delivery'),
        windows: { '1m': latency.windowFigures('1m', nowMs), '5m': latency.windowFigures('5m', nowMs) },
        clampedObservations: latency.clamped,
        oldestInFlightS: oldestMs === null ? null : epochS(oldestMs),
        lastWebhookS: lastWebhookMs === null ? null : epochS(lastWebhookMs),
        spend: {
          debitedUsd: usdFromCents(spend.debitedCents),
          refundedUsd: usdFromCents(spend.refundedCents),
          limitUsd: limitCents === null ? null : usdFromCents(limitCents),
        },
      };
    },
  };
}

/** The closed model has no rate of its own to hold. */
function rateNow({ profile: { load } }: RunView, atMs: number): number {
  return load.model === 'open' ? plannedRate(load.stages, atMs) : 0;
}
