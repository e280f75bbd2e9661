import type { LoadStage, OpenLoad } from '../profile/profile.js';
import { randomSource } from '../random.js';

/** One arrival: when it is due, in milliseconds from the start of the load, and in which stage. */
export interface Arrival {
  readonly atMs: number;
  readonly stage: number;
}

/**
 * The open model's schedule: the instants at which orders leave, whatever the answers do. The same profile gives the
 * same schedule each time.
 *
 * Arrival k is due where the expected number of arrivals, the integral of the rate, reaches k (`uniform`), or reaches
 * the sum of k exponential draws of mean 1 (`poisson`: the time-change of a Poisson process of rate 1, exact for any
 * rate curve; Çinlar, Introduction to Stochastic Processes, 1975, section 4.7).
 */
export function* arrivalSchedule(load: OpenLoad): Generator<Arrival, void> {
  const segments = segmentsOf(load.stages);
  const draws = randomSource(load.seed, 'arrivals');
  let segment = 0;
  let expected = load.arrivals === 'poisson' ? exponential(draws.uniform(0)) : 0;
  for (let k = 1; ; k += 1) {
    let current = segments[segment];
    while (current !== undefined && expected > current.expectedAtEnd - roundingSlack) {
      segment += 1;
      current = segments[segment];
    }
    if (current === undefined) return;
    yield { atMs: instantIn(current, expected), stage: segment };
    expected = load.arrivals === 'poisson' ? expected + exponential(draws.uniform(k)) : k;
  }
}

/** How many orders the stages expect: exact (rounded up) for uniform arrivals, the mean for Poisson ones. */
export function expectedOrders(stages: readonly LoadStage[]): number {
  return segmentsOf(stages).at(-1)?.expectedAtEnd ?? 0;
}

/** How long the stages take. */
export function loadDurationMs(stages: readonly LoadStage[]): number {
  return stages.reduce((total, stage) => total + stage.durationMs, 0);
}

/** The rate at an instant of the load, in orders a second; 0 before and after it. */
export function plannedRate(stages: readonly LoadStage[], atMs: number): number {
  const segment = segmentsOf(stages).find(
    ({ startMs, durationMs }) => atMs >= startMs && atMs < startMs + durationMs,
  );
  if (segment === undefined || atMs < 0) return 0;
  return (segment.fromPerMs + segment.slopePerMs2 * (atMs - segment.startMs)) * 1000;
}

/** An arrival due this little before the end of a stage, in orders, belongs to the next: sums of rates are inexact. */
const roundingSlack = 1e-6;

/** A stretch in which the rate changes in a straight line. */
interface Segment {
  readonly startMs: number;
  readonly durationMs: number;
  readonly fromPerMs: number;
  readonly slopePerMs2: number;
  readonly expectedAtStart: number;
  readonly expectedAtEnd: number;
}

function segmentsOf(stages: readonly LoadStage[]): Segment[] {
  const segments: Segment[] = [];
  let startMs = 0;
  let expected = 0;
  let ratePerMs = 0;
  for (const { kind, ratePerSecond, durationMs } of stages) {
    const target = ratePerSecond / 1000;
    const fromPerMs = kind === 'ramp' ? ratePerMs : target;
    const slopePerMs2 = (target - fromPerMs) / durationMs;
    const expectedAtEnd = expected + ((fromPerMs + target) / 2) * durationMs;
    segments.push({ startMs, durationMs, fromPerMs, slopePerMs2, expectedAtStart: expected, expectedAtEnd });
    startMs += durationMs;
    expected = expectedAtEnd;
    if (kind !== 'spike') ratePerMs = target;
  }
  return segments;
}

/** Where in the segment the integral of the rate reaches `expected`: a quadratic, solved without cancellation. */
function instantIn({ startMs, fromPerMs, slopePerMs2, expectedAtStart }: Segment, expected: number): number {
  const area = expected - expectedAtStart;
  if (area <= 0) return startMs;
  const discriminant = Math.sqrt(Math.max(0, fromPerMs * fromPerMs + 2 * slopePerMs2 * area));
  return startMs + (2 * area) / (fromPerMs + discriminant);
}

function exponential(uniform: number): number {
  return -Math.log(uniform);
}
