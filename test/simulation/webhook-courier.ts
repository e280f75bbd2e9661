import type { OrderState } from '../../src/contract/order-state.js';
import { signatureSchemes } from '../../src/contract/signature-schemes.js';
import { sandboxLimits } from '../../src/sandbox/sandbox-limits.js';
import type { Simulation } from '../../src/sandbox/simulation.js';
import { webhookBody } from '../../src/sandbox/webhook-body.js';
import type { WebhookMessage, WebhookVariant } from '../../src/sandbox/webhook-message.js';
import type { Chance } from './chance.js';
import { drawFault, type FaultPlan, webhookFaults } from './fault-plan.js';
import type { FaultTally } from './fault-tally.js';
import { type HostClock, isWithin } from './host-clock.js';
import type { SimulatedTime } from './simulated-time.js';

/** One request that reaches the webhook address, with the truth about it. */
export interface WebhookArrival {
  readonly headers: Record<string, string>;
  readonly body: Buffer;
  readonly orderId: string;
  readonly state: OrderState;
  readonly variant: WebhookVariant;
  readonly corrupted: boolean;
}

export interface CourierParts {
  readonly simulation: Simulation;
  readonly time: SimulatedTime;
  readonly host: HostClock;
  readonly plan: FaultPlan;
  readonly chance: Chance;
  readonly tally: FaultTally;
  /** The webhook endpoint: calls `answer` with its status, now or later. */
  readonly receive: (arrival: WebhookArrival, answer: (status: number) => void) => void;
  /** Called when an attempt is over: a retry may be due before anything else. */
  readonly wake: () => void;
}

/** Signs with this, a forger does. */
const forgersSecret = Buffer.from('not the secret of any partner');

/** Carries webhooks from the simulator's outbox to the receiver, as its sender does over sockets. */
export class WebhookCourier {
  #onTheWay = 0;

  constructor(private readonly parts: CourierParts) {}

  /** Sends what is ready, as far as connections are free. */
  pump(): void {
    while (this.#onTheWay < sandboxLimits.webhookConnections) {
      const message = this.parts.simulation.outbox.take();
      if (message === undefined) return;
      this.#onTheWay += 1;
      this.#send(message);
    }
  }

  #send(message: WebhookMessage): void {
    const { time, plan, chance, tally } = this.parts;
    const settle = this.#settler(message);
    if (plan.receiverDown.some((span) => isWithin(span, time.nowMs()))) {
      tally.count('receiver_down');
      time.in(this.#latencyMs(), () => settle(false));
      return;
    }
    const { order } = message;
    if (message.isFinal && Number.isNaN(order.webhookMs)) order.webhookMs = time.nowMs();
    time.in(sandboxLimits.webhookTimeoutMs, () => settle(false));
    const fault = time.nowMs() < plan.healedMs ? drawFault(plan, chance, webhookFaults) : null;
    if (fault !== null) tally.count(fault);
    const arrival = this.#signed(message, fault === 'webhook_corrupted');
    if (fault === 'webhook_lost') return;
    if (fault === 'webhook_reset') {
      time.in(this.#latencyMs(), () => settle(false));
      return;
    }
    const latenessMs = fault === 'webhook_late' ? chance.magnitude(100, 40_000) : 0;
    this.#deliver(arrival, latenessMs, fault === 'acknowledgement_lost' ? () => {} : settle);
    if (fault === 'webhook_twice') this.#deliver(arrival, chance.between(0, 5_000), settle);
  }

  #signed(message: WebhookMessage, corrupted: boolean): WebhookArrival {
    const { simulation, time, chance } = this.parts;
    message.body ??= webhookBody(simulation, message);
    const { signature, webhookSecret } = simulation.options;
    const secret = message.variant === 'forged' ? forgersSecret : webhookSecret;
    const timestampS = Math.floor(time.wallMs(time.nowMs()) / 1_000);
    const headers: Record<string, string> = {
      ...signatureSchemes[signature].sign(secret, message.webhookId, timestampS, message.body),
      'content-length': String(message.body.length),
    };
    const body = Buffer.from(message.body);
    const at = chance.whole(0, body.length - 1);
    if (corrupted) body.writeUInt8(body.readUInt8(at) ^ (1 << chance.whole(0, 7)), at);
    const orderId = simulation.ids.idOf(message.order.number);
    return { headers, body, orderId, state: message.state, variant: message.variant, corrupted };
  }

  #deliver(arrival: WebhookArrival, latenessMs: number, settle: (acknowledged: boolean) => void): void {
    const { time, host, receive } = this.parts;
    host.arrive(time.nowMs() + this.#latencyMs() + latenessMs, () =>
      receive(arrival, (status) => time.in(this.#latencyMs(), () => settle(status >= 200 && status <= 299))),
    );
  }

  /** An attempt is over once: by its first answer, or by its time. */
  #settler(message: WebhookMessage): (acknowledged: boolean) => void {
    let over = false;
    return (acknowledged) => {
      if (over) return;
      over = true;
      this.#onTheWay -= 1;
      const { simulation, time, wake } = this.parts;
      simulation.outbox.settle(message, acknowledged, time.nowMs());
      wake();
    };
  }

  #latencyMs(): number {
    const [least, most] = this.parts.plan.latencyMs;
    return this.parts.chance.magnitude(least, most);
  }
}
