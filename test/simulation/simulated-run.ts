import type { OrderEvent } from '../../src/order-event.js';
import type { Measurement } from '../../src/run/measurement.js';
import type { SpendAccount } from '../../src/run/spend-account.js';
import type { Simulation } from '../../src/sandbox/simulation.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { Chance } from './chance.js';
import { FaultTally } from './fault-tally.js';
import { HostClock } from './host-clock.js';
import { MemoryDisk } from './memory-disk.js';
import type { Scenario } from './scenario.js';
import type { WireRequest } from './simulated-api.js';
import { runSecret, SimulatedHarness } from './simulated-harness.js';
import { SimulatedProvider, sandboxOptions } from './simulated-provider.js';
import type { TakenWebhook } from './simulated-receiver.js';
import { SimulatedTime } from './simulated-time.js';
import { SimulatedWire } from './simulated-wire.js';
import { WebhookCourier } from './webhook-courier.js';

/** A request as the harness let it go. */
export interface SentRequest extends WireRequest {
  readonly atMs: number;
  /** The journal as a power loss at this moment would have left it, in characters. */
  readonly safeLength: number;
}

/** Everything that is known of a simulated run when all is over: both sides' books, and what passed between them. */
export interface SimulatedRun {
  readonly scenario: Scenario;
  readonly events: readonly OrderEvent[];
  readonly measurement: Measurement;
  readonly spend: SpendAccount;
  readonly simulation: Simulation;
  readonly runSecret: Buffer;
  readonly requests: readonly SentRequest[];
  readonly taken: readonly TakenWebhook[];
  /** See `SimulatedHarness`. */
  readonly decided: readonly DecidedOrder[];
  readonly mostInFlight: number;
  readonly tally: FaultTally;
  readonly journal: { readonly text: string; readonly failed: boolean };
  /** See `SimulatedProvider`. */
  readonly mostOutstandingCents: number;
  /** When `run` settled; null when it did not. */
  readonly settledMs: number | null;
}

/** Far beyond everything that a run may wait for. */
const settleLimitMs = 30 * 60_000;
/** The last webhook was given up and the last refund paid long before. */
const worldLimitMs = 12 * 3_600_000;
/** After this long nothing is on its way in the network any more. */
const silenceMs = 120_000;

/** Runs a scenario from its first order until nothing more happens on either side. The same scenario, the same run. */
export async function simulateRun(scenario: Scenario): Promise<SimulatedRun> {
  const { seed, profile, plan, stop } = scenario;
  const chanceOf = (purpose: string) => new Chance(seed, purpose);
  const time = new SimulatedTime();
  const host = new HostClock(time, plan.stalls, chanceOf('host'));
  const tally = new FaultTally();
  const disk = new MemoryDisk(host, chanceOf('disk'), plan.slowestDiskMs, plan.diskFullMs);
  const harness = new SimulatedHarness(scenario, host, disk);
  const provider = new SimulatedProvider(sandboxOptions(profile), time, tally);
  const { measurement, receiver, writer } = harness;
  const courier = new WebhookCourier({
    simulation: provider.simulation,
    time,
    host,
    plan,
    chance: chanceOf('courier'),
    tally,
    receive: (arrival, answer) => receiver.receive(arrival, answer),
    wake: () => provider.wake(),
  });
  provider.sendBy(courier);
  const requests: SentRequest[] = [];
  const wire = new SimulatedWire({
    time,
    host,
    api: provider.api,
    plan,
    chance: chanceOf('wire'),
    tally,
    attemptTimeoutMs: profile.target.attemptTimeoutMs,
    seen: (request, atMs) => requests.push({ ...request, atMs, safeLength: disk.safeLength }),
  });
  const flow = harness.flowOver(wire);

  const settledMs = await settled(flow.run(), time, settleLimitMs);
  flow.leave();
  const quietMs = time.nowMs() + silenceMs;
  const isOver = () => (time.nowMs() > quietMs && provider.isIdle) || time.nowMs() > worldLimitMs;
  await elapse(time, isOver);
  measurement.health.stop();
  await settled(writer.close(), time, worldLimitMs * 2);
  tally.count('generator_stall', plan.stalls.length);
  if (harness.journalFailed) tally.count('disk_full');
  if (stop !== null) tally.count(`stopped_by_${stop.how}`);
  return {
    scenario,
    events: harness.events,
    measurement,
    spend: harness.spend,
    simulation: provider.simulation,
    runSecret,
    requests,
    taken: receiver.taken,
    decided: harness.decided,
    mostInFlight: harness.mostInFlight,
    tally,
    journal: { text: disk.text, failed: harness.journalFailed },
    mostOutstandingCents: provider.mostOutstandingCents,
    settledMs,
  };
}

/** Lets time pass until `promise` settles; tells when it did, or null when it did not within `limitMs`. */
async function settled(
  promise: Promise<unknown>,
  time: SimulatedTime,
  limitMs: number,
): Promise<number | null> {
  let settledMs: number | null = null;
  void promise.then(() => {
    settledMs = time.nowMs();
  });
  await elapse(time, () => settledMs !== null || time.nowMs() > limitMs);
  return settledMs;
}

/** Lets time pass, one thing after the other; what each of them promised is kept before the next. */
async function elapse(time: SimulatedTime, until: () => boolean): Promise<void> {
  while (!until() && time.step()) await new Promise<void>((resolve) => setImmediate(resolve));
}
