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

  reading(): GeneratorReading {
    const cpu = process.cpuUsage(this.#cpuAtStart);
    const elapsedMs = this.clock.nowMs() - this.startMs;
    const { count } = this.#receiver;
    return {
      loopDelayP99Ms: Math.max(0, this.#loop.percentile(99) / 1e6 - loopResolutionMs),
      cpuRatio: elapsedMs === 0 ? 0 : (cpu.user + cpu.system) / 1000 / elapsedMs,
      receiverP99Ms: count === 0 ? null : this.#receiver.valueAtRankMs(nearestRank(0.99, count)),
    };
  }

  stop(): void {
    this.#loop.disable();
  }
}
