import type { Dispatcher } from 'undici';
import { dialects } from '../../src/contract/dialects.js';
import { JournalWriter } from '../../src/journal/journal-writer.js';
import { ApiConnection } from '../../src/load/api-connection.js';
import type { OrderEvent } from '../../src/order-event.js';
import { Measurement } from '../../src/run/measurement.js';
import { OrderFlow } from '../../src/run/order-flow.js';
import { runJournalHeader } from '../../src/run/run-journal.js';
import { SpendAccount } from '../../src/run/spend-account.js';
import type { DecidedOrder } from '../../src/tracker/tracker-listener.js';
import type { HostClock } from './host-clock.js';
import type { MemoryDisk } from './memory-disk.js';
import { priceCents, type Scenario } from './scenario.js';
import { apiKey, sandboxOptions } from './simulated-provider.js';
import { SimulatedReceiver } from './simulated-receiver.js';

/** What the keys of every simulated run come from. */
export const runSecret = Buffer.alloc(32, 3);

/** The side of foxload: the very parts of a run, joined as a run joins them, but for sockets and files. */
export class SimulatedHarness {
  readonly events: OrderEvent[] = [];
  /** What the tracker told of each order at its end, in the order of the ends. */
  readonly decided: DecidedOrder[] = [];
  /** The most orders that were in flight when another one was sent. */
  mostInFlight = 0;
  journalFailed = false;
  readonly writer: JournalWriter;
  readonly measurement: Measurement;
  readonly spend: SpendAccount;
  readonly receiver: SimulatedReceiver;
  #drain: () => void = () => {};

  constructor(
    private readonly scenario: Scenario,
    private readonly host: HostClock,
    disk: MemoryDisk,
  ) {
    const { profile } = scenario;
    const failed = (): void => {
      this.journalFailed = true;
      this.#drain();
    };
    this.writer = new JournalWriter(disk, { mode: profile.journal, clock: host, failed });
    this.measurement = this.#measurement();
    this.spend = new SpendAccount(profile, profile.orders.map(priceCents));
    this.measurement.tracker.listen(this.spend);
    const progress = () => ({ events: this.events.length, safeLength: disk.safeLength });
    this.receiver = new SimulatedReceiver(
      this.measurement,
      sandboxOptions(profile),
      profile.journal === 'process' ? null : progress,
      () => this.events.at(-1)?.kind === 'ended',
    );
    this.#beginJournal();
  }

  /** The load and the drain, over this network. */
  flowOver(dispatcher: Dispatcher): OrderFlow {
    const { profile, stop } = this.scenario;
    const { measurement, spend, host } = this;
    const { dialect, attemptTimeoutMs } = profile.target;
    const connect = () =>
      new ApiConnection({
        dispatcher,
        basePath: '',
        dialect: dialects[dialect],
        apiKey,
        attemptTimeoutMs,
        clock: host,
        emit: measurement.take,
      });
    const { load } = profile;
    const length = load.model === 'closed' ? load.connections : 0;
    const flow = new OrderFlow({
      profile,
      measurement,
      spend,
      connection: connect(),
      closedConnections: Array.from({ length }, connect),
      runSecret,
      reasonToStop: () =>
        stop?.how === 'reason' && host.nowMs() >= stop.atMs ? { cause: 'api', sentence: 'a reason' } : null,
    });
    this.#drain = () => flow.drain();
    if (stop?.how === 'drain') host.arrive(stop.atMs, () => flow.drain());
    if (stop?.how === 'leave') host.arrive(stop.atMs, () => flow.leave());
    return flow;
  }

  #measurement(): Measurement {
    const measurement = new Measurement(this.host, this.scenario.profile, {
      append: (record) => {
        if (record.kind !== 'closed') this.events.push(record);
        this.writer.append(record);
      },
      durable: () => this.writer.durable(),
    });
    measurement.tracker.listen({
      decided: (order) => this.decided.push(order),
      sent: () => {
        this.mostInFlight = Math.max(this.mostInFlight, measurement.tracker.inFlight);
      },
    });
    return measurement;
  }

  #beginJournal(): void {
    const { profile } = this.scenario;
    const startedAt = new Date(this.host.wallMs(0));
    const [target, webhooks] = ['http://127.0.0.1:9', 'http://127.0.0.1:9/webhooks'];
    const prices = profile.orders.map(priceCents);
    this.writer.begin(
      runJournalHeader(profile.name, startedAt, profile, apiKey, target, webhooks, prices, this.host),
    );
  }
}
