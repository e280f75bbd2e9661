import { dialects } from '../../src/contract/dialects.js';
import { JournalWriter } from '../../src/journal/journal-writer.js';
import { ApiConnection } from '../../src/load/api-connection.js';
import type { OrderEvent } from '../../src/order-event.js';
import type { EarlyEnd } from '../../src/run/early-end.js';
import { Measurement } from '../../src/run/measurement.js';
import { OrderFlow } from '../../src/run/order-flow.js';
import { SpendAccount } from '../../src/run/spend-account.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { Simulation } from '../../src/sandbox/simulation.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import { Chance } from './chance.js';
import { FaultTally } from './fault-tally.js';
import { HostClock } from './host-clock.js';
import { MemoryDisk } from './memory-disk.js';
import { priceCents, type Scenario } from './scenario.js';
import { SimulatedApi, type WireRequest } from './simulated-api.js';
import { SimulatedReceiver, type TakenWebhook } from './simulated-receiver.js';
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
  /** What the tracker told of each order at its end, in the order of the ends. */
  readonly decided: readonly DecidedOrder[];
  /** The most orders that were in flight when another one was sent. */
  readonly mostInFlight: number;
  readonly tally: FaultTally;
  readonly journal: { readonly text: string; readonly failed: boolean };
  /** The most that the API held or had taken, and not paid back, at any moment. */
  readonly mostOutstandingCents: number;
  /** When `run` settled; null when it did not. */
  readonly settledMs: number | null;
}

const apiKey = 'a key of the simulation';
const webhookSecret = Buffer.alloc(32, 5);
const runSecret = Buffer.alloc(32, 3);
/** Far beyond everything that a run may wait for. */
const settleLimitMs = 30 * 60_000;
/** The last webhook was given up and the last refund paid long before. */
const worldLimitMs = 12 * 3_600_000;
/** After this long nothing is on its way in the network any more. */
const silenceMs = 120_000;

/** Runs a scenario from its first order until nothing more happens in either world. The same scenario, the same run. */
export async function simulateRun(scenario: Scenario): Promise<SimulatedRun> {
  const { seed, profile, plan, stop } = scenario;
  const chanceOf = (purpose: string) => new Chance(seed, purpose);
  const time = new SimulatedTime();
  const host = new HostClock(time, plan.stalls, chanceOf('host'));
  const tally = new FaultTally();
  const events: OrderEvent[] = [];
  const requests: SentRequest[] = [];
  const isOver = () => events.at(-1)?.kind === 'ended';

  const disk = new MemoryDisk(host, chanceOf('disk'), plan.slowestDiskMs, plan.diskFullMs);
  let journalFailed = false;
  const writer = new JournalWriter(disk, {
    mode: profile.journal,
    clock: host,
    failed: () => {
      journalFailed = true;
      tally.count('disk_full');
      flow.drain();
    },
  });
  const measurement = new Measurement(host, profile.deadlineMs, {
    append: (event) => {
      events.push(event as OrderEvent);
      writer.append(event);
    },
    durable: () => writer.durable(),
  });
  const prices = profile.orders.map(priceCents);
  const spend = new SpendAccount(profile, prices);
  measurement.tracker.listen(spend);
  const decided: DecidedOrder[] = [];
  let mostInFlight = 0;
  measurement.tracker.listen({
    decided: (order) => decided.push(order),
    sent: () => {
      mostInFlight = Math.max(mostInFlight, measurement.tracker.inFlight);
    },
  });

  const options: SandboxOptions = {
    ...profile.sandbox,
    dialect: profile.target.dialect,
    signature: profile.receiver.signature,
    host: '127.0.0.1',
    port: 0,
    apiKeys: [apiKey],
    webhookUrl: 'http://127.0.0.1:9/webhooks',
    webhookSecret,
  };
  const simulation = new Simulation(options, time);
  let mostOutstandingCents = 0;
  let wokenForMs = Number.POSITIVE_INFINITY;
  const wake = (): void => {
    courier.pump();
    const { heldCents, debitsCents, refundsCents } = simulation.ledger.totals();
    mostOutstandingCents = Math.max(mostOutstandingCents, heldCents + debitsCents - refundsCents);
    const dueMs = simulation.nextDueMs();
    if (dueMs >= wokenForMs) return;
    wokenForMs = dueMs;
    time.at(dueMs, () => {
      wokenForMs = Number.POSITIVE_INFINITY;
      simulation.advance(time.nowMs());
      wake();
    });
  };
  const api = new SimulatedApi(simulation, time, tally, wake);
  const receiver = new SimulatedReceiver(
    measurement,
    options,
    profile.journal === 'process'
      ? null
      : () => ({ events: events.length, safeLength: disk.safeText.length }),
    isOver,
  );
  const courier = new WebhookCourier({
    simulation,
    time,
    host,
    plan,
    chance: chanceOf('courier'),
    tally,
    receive: (arrival, answer) => receiver.receive(arrival, answer),
    wake,
  });
  const wire = new SimulatedWire({
    time,
    host,
    api,
    plan,
    chance: chanceOf('wire'),
    tally,
    attemptTimeoutMs: profile.target.attemptTimeoutMs,
    seen: (request, atMs) => requests.push({ ...request, atMs, safeLength: disk.safeText.length }),
  });
  const connection = new ApiConnection({
    dispatcher: wire,
    basePath: '',
    dialect: dialects[profile.target.dialect],
    apiKey,
    attemptTimeoutMs: profile.target.attemptTimeoutMs,
    clock: host,
    emit: measurement.take,
  });
  const reasonToStop = (): EarlyEnd | null =>
    stop?.how === 'reason' && time.nowMs() >= stop.atMs ? { cause: 'api', sentence: 'a reason' } : null;
  const flow = new OrderFlow({ profile, measurement, spend, connection, runSecret, reasonToStop });

  writer.begin({
    run: `simulation-${seed}`,
    startedAt: new Date(time.wallMs(0)).toISOString(),
    profile: profile.name,
    profileSha256: '',
    seed: profile.load.seed,
    keyId: '',
    environment: profile.target.environment,
    deadlineMs: profile.deadlineMs,
    wallOriginMs: time.wallMs(0),
    pricesCents: prices,
    spendLimitCents: profile.limits.spendCents,
    target: 'http://127.0.0.1:9',
    webhookUrl: options.webhookUrl ?? '',
  });
  if (stop !== null) tally.count(`stopped_by_${stop.how}`);
  if (stop?.how === 'drain') host.arrive(stop.atMs, () => flow.drain());
  if (stop?.how === 'leave') host.arrive(stop.atMs, () => flow.leave());
  tally.count('generator_stall', plan.stalls.length);
  let settledMs: number | null = null;
  void flow.run().then(() => {
    settledMs = time.nowMs();
  });
  await elapse(time, () => settledMs !== null || time.nowMs() > settleLimitMs);
  const settledInTimeMs = settledMs;
  flow.leave();
  const quietMs = time.nowMs() + silenceMs;
  const isIdle = () => simulation.nextDueMs() === Number.POSITIVE_INFINITY && simulation.outbox.size === 0;
  await elapse(time, () => (time.nowMs() > quietMs && isIdle()) || time.nowMs() > worldLimitMs);
  measurement.health.stop();
  let closed = false;
  void writer.close().then(() => {
    closed = true;
  });
  await elapse(time, () => closed);
  return {
    scenario,
    events,
    measurement,
    spend,
    simulation,
    runSecret,
    requests,
    taken: receiver.taken,
    decided,
    mostInFlight,
    tally,
    journal: { text: disk.text, failed: journalFailed },
    mostOutstandingCents,
    settledMs: settledInTimeMs,
  };
}

/** Lets time pass, one thing after the other; what each of them promised is kept before the next. */
async function elapse(time: SimulatedTime, until: () => boolean): Promise<void> {
  while (!until() && time.step()) await new Promise<void>((resolve) => setImmediate(resolve));
}
