import { ChanceStream } from '../../src/compare/chance-stream.js';
import type { RunSample, SampleShare, SampleTimes } from '../../src/compare/run-sample.js';
import { randomSource } from '../../src/random.js';

/** A system under test, as the guides of the order API describe it unless told otherwise. */
export interface SimulatedSystem {
  readonly orders: number;
  /** Factor on delivery and service times. */
  readonly slower?: number;
  /** Factor on the times of a whole run, drawn for each: the standard deviation of its logarithm. */
  readonly betweenRuns?: number;
  readonly failing?: number;
  readonly deadlineMs?: number;
}

const medianMs = 12_000;
const spread = 0.8;
const undelivered = 0.002;
const duplicate = 0.01;

/** One run of a system: the same seed gives the same run. */
export function simulatedRun(system: SimulatedSystem, seed: number): RunSample {
  const { orders, slower = 1, betweenRuns = 0, failing = 0.02, deadlineMs = 300_000 } = system;
  const chance = new ChanceStream(randomSource(seed, 'simulated run'));
  const runFactor = Math.exp(betweenRuns * chance.normal());
  const failed = countOf(orders, failing, chance);
  const decided = orders - failed;
  const lost = countOf(decided, undelivered, chance);
  const delivered = drawn(
    decided - lost,
    () => slower * runFactor * medianMs * Math.exp(spread * chance.normal()),
  );
  const answers = drawn(orders, () => runFactor * 5 * Math.exp(0.5 * chance.normal()));
  const delivery = timesOf(delivered, lost, deadlineMs);
  const late = delivery.undelivered;
  const ofOrders = (part: number): SampleShare => ({ part, n: orders });
  return {
    times: {
      delivery,
      service: timesOf(
        delivered.map((ms) => ms - 1),
        lost,
        deadlineMs,
      ),
      answer: timesOf(answers, 0, deadlineMs),
    },
    shares: new Map([
      ['success.rate', ofOrders(orders - failed - late)],
      ['failures.rate', ofOrders(failed)],
      ['refusals.rate', ofOrders(0)],
      ['undelivered.rate', ofOrders(late)],
      ['webhooks.duplicate.rate', ofOrders(countOf(orders, duplicate, chance))],
      ['failures.supplier_timeout.rate', ofOrders(failed)],
    ]),
  };
}

/** So many runs of one system. */
export function simulatedRuns(count: number, system: SimulatedSystem, seed: number): RunSample[] {
  return drawn(count, (place) => simulatedRun(system, seed * 1_000 + place));
}

/** Times of which those beyond the deadline are not known, beside others that are not either. */
export function timesOf(allMs: readonly number[], lost: number, deadlineMs: number): SampleTimes {
  const rising = Float64Array.from(allMs.filter((ms) => ms <= deadlineMs)).sort();
  return {
    count: rising.length,
    undelivered: lost + allMs.length - rising.length,
    deadlineMs,
    valueAtRankMs: (rank) => rising[rank - 1] ?? Number.NaN,
  };
}

function countOf(n: number, share: number, chance: ChanceStream): number {
  return drawn(n, () => chance.uniform()).filter((draw) => draw < share).length;
}

function drawn<Value>(count: number, next: (place: number) => Value): Value[] {
  return Array.from({ length: count }, (_, place) => next(place));
}
