import type { Clock } from '../clock.js';
import type { GeneratorReading } from './generator-reading.js';
import { GeneratorSpan } from './generator-span.js';

/**
 * Past these limits the generator distorts what it measures, and the run is invalid. A tenth of a second is under 1 %
 * of the published median; a machine that keeps up stays below by a factor of ten and more.
 */
export const generatorLimits = { sendLagP99Ms: 100, loopDelayP99Ms: 100, receiverP99Ms: 50 } as const;

/** A process without an end is judged by the last quarter of an hour, and the one before it. */
export const lastingSpanMs = 900_000;

/**
 * Watches the process while it measures: a run over its whole length; a process that has no end over the last two spans of
 * `spanMs`, so that a bad hour is forgiven when it is over.
 */
export class GeneratorHealth {
  #span: GeneratorSpan;
  #before: GeneratorReading | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly spanMs: number = Number.POSITIVE_INFINITY,
  ) {
    this.#span = new GeneratorSpan(clock);
  }

  /** One webhook was in the receiver's hands for this long. */
  handledWebhook(durationMs: number): void {
    this.#current().handledWebhook(durationMs);
  }

  /** The receiver's event loop was so late, at each look. */
  receiverLate(lateMs: readonly number[]): void {
    this.#current().receiverLate(lateMs);
  }

  reading(): GeneratorReading {
    const now = this.#current().reading();
    return this.#before === null ? now : worse(this.#before, now);
  }

  stop(): void {
    this.#span.stop();
  }

  #current(): GeneratorSpan {
    if (this.clock.nowMs() - this.#span.startMs >= this.spanMs) {
      this.#before = this.#span.reading();
      this.#span.stop();
      this.#span = new GeneratorSpan(this.clock);
    }
    return this.#span;
  }
}

function worse(one: GeneratorReading, other: GeneratorReading): GeneratorReading {
  const { receiverP99Ms } = other;
  return {
    loopDelayP99Ms: Math.max(one.loopDelayP99Ms, other.loopDelayP99Ms),
    cpuRatio: Math.max(one.cpuRatio, other.cpuRatio),
    receiverP99Ms:
      receiverP99Ms === null ? one.receiverP99Ms : Math.max(one.receiverP99Ms ?? 0, receiverP99Ms),
  };
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
