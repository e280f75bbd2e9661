import type { Profile } from '../../src/profile/profile.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { Simulation } from '../../src/sandbox/simulation.js';
import type { FaultTally } from './fault-tally.js';
import { SimulatedApi } from './simulated-api.js';
import type { SimulatedTime } from './simulated-time.js';
import type { WebhookCourier } from './webhook-courier.js';

export const apiKey = 'a key of the simulation';
const webhookSecret = Buffer.alloc(32, 5);

/** The simulator as a profile wants it. Its addresses are names only: nothing listens. */
export function sandboxOptions({ sandbox, target, receiver }: Profile): SandboxOptions {
  return {
    ...sandbox,
    dialect: target.dialect,
    signature: receiver.signature,
    host: '127.0.0.1',
    port: 0,
    apiKeys: [apiKey],
    webhookUrl: 'http://127.0.0.1:9/webhooks',
    webhookSecret,
  };
}

/** The side of the API: the simulator, moved by simulated time, and an eye on its books. */
export class SimulatedProvider {
  readonly simulation: Simulation;
  readonly api: SimulatedApi;
  /** The most that was held or taken, and not paid back, at any moment. */
  mostOutstandingCents = 0;
  #courier: WebhookCourier | null = null;
  #wokenForMs = Number.POSITIVE_INFINITY;

  constructor(
    options: SandboxOptions,
    private readonly time: SimulatedTime,
    tally: FaultTally,
  ) {
    this.simulation = new Simulation(options, time);
    this.api = new SimulatedApi(this.simulation, time, tally, () => this.wake());
  }

  /** From now on webhooks leave by this courier. */
  sendBy(courier: WebhookCourier): void {
    this.#courier = courier;
  }

  /** Whether nothing is to be done any more: every order decided, every webhook sent, every refund paid. */
  get isIdle(): boolean {
    const { outbox } = this.simulation;
    return this.simulation.nextDueMs() === Number.POSITIVE_INFINITY && outbox.size === 0;
  }

  /** To be called after anything that may have made something due. */
  wake(): void {
    this.#courier?.pump();
    this.#lookAtBooks();
    const dueMs = this.simulation.nextDueMs();
    if (dueMs >= this.#wokenForMs) return;
    this.#wokenForMs = dueMs;
    this.time.at(dueMs, () => {
      this.#wokenForMs = Number.POSITIVE_INFINITY;
      this.simulation.advance(this.time.nowMs());
      this.wake();
    });
  }

  #lookAtBooks(): void {
    const { heldCents, debitsCents, refundsCents } = this.simulation.ledger.totals();
    this.mostOutstandingCents = Math.max(this.mostOutstandingCents, heldCents + debitsCents - refundsCents);
  }
}
