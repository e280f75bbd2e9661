import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../clock.js';
import { LatencyHistogram } from '../latency/latency-histogram.js';
import { nearestRank } from '../latency/nearest-rank.js';

/** How the machine that measures fared itself. Times in milliseconds; null where nothing was observed. */
export interface GeneratorReading {
  readonly loopDelayP99Ms: number;
  /** Processor time of this process over elapsed time: 1 is one core busy all the time. */
  readonly cpuRatio: number;
  readonly receiverP99Ms: number | null;
}

/** How often the event loop is looked at. Node's histogram holds whole intervals; this much of each is no delay. */
const loopResolutionMs = 10;

/**
 * Past these limits the generator distorts what it measures, and the run is invalid. A tenth of a second is under 1 %
 * of the published median; a machine that keeps up stays below by a factor of ten and more.
 */
export const generatorLimits = { sendLagP99Ms: 100, loopDelayP99Ms: 100, receiverP99Ms: 50 } as const;

/** Watches the process while it measures. */
export class GeneratorHealth {
  readonly #loop: IntervalHistogram = monitorEventLoopDelay({ resolution: loopResolutionMs });
  readonly #receiver = new LatencyHistogram();
  readonly #cpuAtStart = process.cpuUsage();
  readonly #startMs: number;

  constructor(private readonly clock: Clock) {
    this.#startMs = clock.nowMs();
    this.#loop.enable();
  }

  /** One webhook was in the receiver's hands for this long. */
  handledWebhook(durationMs: number): void {
    this.#receiver.recordMs(durationMs);
  }

  reading(): GeneratorReading {
    const cpu = process.cpuUsage(this.#cpuAtStart);
    const elapsedMs = this.clock.nowMs() - this.#startMs;
    const { count } = this.#receiver;
    return {
      loopDelayP99Ms: Math.max(0, this.#loop.percentile(99) / 1e6 - loopResolutionMs),
      cpuRatio: (cpu.user + cpu.system) / 1000 / elapsedMs,
      receiverP99Ms: count === 0 ? null : this.#receiver.valueAtRankMs(nearestRank(0.99, count)),
    };
  }

  stop(): void {
    this.#loop.disable();
  }
}

/** One sentence for each limit that was passed; none when the generator kept up. */
export function saturation(reading: GeneratorReading, sendLagP99Ms: number | null): string[] {
  const checks: readonly [string, number | null, number][] = [
    ['orders left late: send lag p99', sendLagP99Ms, generatorLimits.sendLagP99Ms],
    ['the event loop was blocked: delay p99', reading.loopDelayP99Ms, generatorLimits.loopDelayP99Ms],
    ['the receiver was slow: handler p99', reading.receiverP99Ms, generatorLimits.receiverP99Ms],
  ];
  return checks.flatMap(([what, foundMs, limitMs]) =>
    foundMs !== null && foundMs > limitMs
      ? [`the generator was saturated: ${what} was ${foundMs.toFixed(1)} ms, the limit is ${limitMs} ms`]
      : [],
  );
}
