import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import { LatencyHistogram } from '../latency/latency-histogram.js';
import { nearestRank } from '../latency/nearest-rank.js';
import type { GeneratorReading } from './generator-reading.js';

/** How often the event loop is looked at. Node's histogram holds whole intervals; this much of each is no delay. */
const loopResolutionMs = 10;

/** How the process fares from now on. */
export class GeneratorSpan {
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: loopResolutionMs });
  readonly #receiver = new LatencyHistogram();
  readonly #receiverLoop = new LatencyHistogram();
  readonly #cpuAtStart = process.cpuUsage();
  readonly startMs: number;

  constructor(private readonly clock: Clock) {
    this.startMs = clock.nowMs();
    this.#loop.enable();
  }

  /** One webhook was in the receiver's hands for this long. */
  handledWebhook(durationMs: number): void {
    this.#receiver.recordMs(durationMs);
  }

  /** The receiver's event loop was so late, at each look. */
  receiverLate(lateMs: readonly number[]): void {
    for (const late of lateMs) this.#receiverLoop.recordMs(late);
  }

  reading(): GeneratorReading {
    const cpu = process.cpuUsage(this.#cpuAtStart);
    const elapsedMs = this.clock.nowMs() - this.startMs;
    const ownLoopMs = Math.max(0, this.#loop.percentile(99) / 1e6 - loopResolutionMs);
    return {
      loopDelayP99Ms: Math.max(ownLoopMs, p99Ms(this.#receiverLoop) ?? 0),
      cpuRatio: elapsedMs === 0 ? 0 : (cpu.user + cpu.system) / 1000 / elapsedMs,
      receiverP99Ms: p99Ms(this.#receiver),
    };
  }

  stop(): void {
    this.#loop.disable();
  }
}

/** Null where nothing was recorded. */
function p99Ms(times: LatencyHistogram): number | null {
  return times.count === 0 ? null : times.valueAtRankMs(nearestRank(0.99, times.count));
}
