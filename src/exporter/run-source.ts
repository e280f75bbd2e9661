import { usdFromCents } from '../contract/money.js';
import { plannedRate } from '../load/arrival-schedule.js';
import type { RunView } from '../run/run-view.js';
import { foxloadVersion } from '../version.js';
import type { ExporterSource } from './exporter-source.js';
import { latencyReading } from './latency-reading.js';
import { RunHistograms } from './run-histograms.js';

/**
 * A running run as the exporter reads it. From now on its times are counted by edges: the standard ones and `ownEdgesS`, such as
 * the thresholds of the run's budgets, in seconds.
 */
export function runSource(view: RunView, ownEdgesS: readonly number[] = []): ExporterSource {
  const histograms = new RunHistograms(ownEdgesS);
  view.tracker.listen(histograms);
  const { id, profile, tracker, latency, spend, flow } = view;
  const run = { id, profile: profile.name, mode: view.mode, dialect: profile.target.dialect };
  const { limitCents } = spend;
  return {
    ...(view.kept === undefined ? {} : { kept: view.kept }),
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
        ...latencyReading(latency, nowMs),
        histograms: histograms.readings(),
        objectives: view.objectives.readings(),
        webhookTimes: view.webhookTimes.readings(),
        verdict: view.verdict(),
        generator: view.generator(),
        inFlightRatio: tracker.inFlight / profile.load.maxInFlight,
        scrapeS: null,
        oldestInFlightS: oldestMs === null ? null : epochS(oldestMs),
        lastWebhookS: lastWebhookMs === null ? null : epochS(lastWebhookMs),
        spend: {
          debitedUsd: usdFromCents(spend.debitedCents),
          refundedUsd: usdFromCents(spend.refundedCents),
          limitUsd: limitCents === null ? null : usdFromCents(limitCents),
          refundsPending: spend.refunds,
        },
      };
    },
  };
}

/** The closed model has no rate of its own to hold. */
function rateNow({ profile: { load } }: RunView, atMs: number): number {
  return load.model === 'open' ? plannedRate(load.stages, atMs) : 0;
}
