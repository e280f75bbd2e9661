import { createHash } from 'node:crypto';
import { FaultTally } from './fault-tally.js';
import { findingsOf } from './findings.js';
import { randomScenario, type Scenario } from './scenario.js';
import { type SimulatedRun, simulateRun } from './simulated-run.js';

/** What the runs of some seeds came to. */
export interface SeedReport {
  readonly seeds: number;
  /** Planned orders. */
  readonly orders: number;
  readonly events: number;
  /** From the first order to the last decided one, all runs together. */
  readonly simulatedMs: number;
  readonly faults: FaultTally;
  /** A line for each seed that has findings. */
  readonly failures: readonly string[];
}

/** At most this many findings of one seed are told: the first ones explain the others. */
const toldFindings = 5;

/** Simulates `count` seeds from `first` on, and looks at each with all checks. */
export async function runSeeds(
  first: number,
  count: number,
  scenarioOf: (seed: number) => Scenario = randomScenario,
): Promise<SeedReport> {
  const faults = new FaultTally();
  const failures: string[] = [];
  let [orders, events, simulatedMs] = [0, 0, 0];
  for (let seed = first; seed < first + count; seed += 1) {
    const run = await simulateRun(scenarioOf(seed));
    const found = findingsOf(run);
    if (found.length > 0) failures.push(`seed ${seed}: ${found.slice(0, toldFindings).join('; ')}`);
    faults.add(run.tally);
    orders += run.measurement.tracker.counters.planned;
    events += run.events.length;
    simulatedMs += run.settledMs ?? 0;
  }
  return { seeds: count, orders, events, simulatedMs, faults, failures };
}

/** The whole sequence of events and requests of a run in one short text: equal for equal runs only. */
export function fingerprint({ events, requests, journal }: SimulatedRun): string {
  const hash = createHash('sha256').update(journal.text);
  for (const event of events) hash.update(JSON.stringify(event));
  for (const { atMs, path, body } of requests) hash.update(`${atMs} ${path}`).update(body);
  return hash.digest('hex');
}
