import type { Clock } from '../../src/clock.js';
import type { ApiError } from '../../src/contract/api-error.js';
import type { Induction } from '../../src/contract/induction.js';
import { type CreateReply, createOrder } from '../../src/sandbox/create-order.js';
import { inductionSet } from '../../src/sandbox/induction-set.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { SandboxOrder } from '../../src/sandbox/sandbox-order.js';
import { Simulation } from '../../src/sandbox/simulation.js';

export const apiKey = 'test-key';
export const webhookSecret = Buffer.alloc(32, 7);

/** Options of a simulator in real time without any fault. */
export function optionsWith(changes: Partial<SandboxOptions> = {}): SandboxOptions {
  return {
    dialect: 'header-key',
    signature: 'standard',
    host: '127.0.0.1',
    port: 0,
    apiKeys: [apiKey],
    webhookUrl: 'http://127.0.0.1:9/webhooks',
    webhookSecret,
    speed: 1,
    seed: 7,
    curve: 'published',
    failures: {},
    webhooks: {},
    api: {},
    intermediateWebhooks: false,
    webhookDelayMs: 60_000,
    slowAnswerMs: 10_000,
    stall: null,
    balanceCents: 1_000_000,
    rateLimitPerSecond: null,
    capacity: null,
    ...changes,
  };
}

/** A clock that stands still until it is set. */
export interface ManualClock extends Clock {
  atMs: number;
}

export function manualClock(): ManualClock {
  return {
    atMs: 0,
    nowMs() {
      return this.atMs;
    },
    wallMs: (atMs) => 1_800_000_000_000 + atMs,
  };
}

/** Sets the clock forward in the steps that are due, as a timer would. */
export function runUntil(simulation: Simulation, clock: ManualClock, untilMs: number): void {
  while (simulation.nextDueMs() <= untilMs) {
    clock.atMs = Math.max(clock.atMs, simulation.nextDueMs());
    simulation.advance(clock.atMs);
  }
  clock.atMs = untilMs;
  simulation.advance(untilMs);
}

export function simulationWith(changes: Partial<SandboxOptions> = {}): {
  simulation: Simulation;
  clock: ManualClock;
} {
  const clock = manualClock();
  return { simulation: new Simulation(optionsWith(changes), clock), clock };
}

/** Places an order without HTTP. */
export function place(
  simulation: Simulation,
  names: readonly Induction[] = [],
  sku = 'steam-us-20',
  quantity = 1,
): SandboxOrder | ApiError {
  const item = simulation.shelf.get(sku);
  if (item === undefined) throw new Error(`no SKU ${sku}`);
  const requested = inductionSet(...names);
  return simulation.lifeCycle.place({ item, quantity, key: null, requested, atMs: simulation.clock.nowMs() });
}

/** Places an order that has to be taken. */
export function placed(
  simulation: Simulation,
  names: readonly Induction[] = [],
  sku?: string,
  quantity?: number,
): SandboxOrder {
  const order = place(simulation, names, sku, quantity);
  if (!(order instanceof SandboxOrder)) throw new Error(order.message);
  return order;
}

let nextKey = 0;

/** A fresh idempotency key. */
export function newKey(): string {
  nextKey += 1;
  return `00000000-0000-4000-8000-${String(nextKey).padStart(12, '0')}`;
}

/** A create call without a socket. */
export function call(
  simulation: Simulation,
  key: string,
  { sku = 'steam-us-20', quantity = 1, induce = '', number = 0 } = {},
): CreateReply {
  const { headers, body } = simulation.dialect.encodeCreate({ sku, quantity, idempotencyKey: key });
  const induced = induce === '' ? {} : { 'x-sandbox-induce': induce };
  return createOrder(simulation, {
    headers: { ...headers, ...induced },
    body: Buffer.from(body),
    atMs: simulation.clock.nowMs(),
    call: number,
  });
}

/** The JSON object in an answer's body. */
export function bodyOf(reply: CreateReply): Record<string, unknown> {
  const body = reply.answer?.body;
  if (typeof body !== 'string') throw new Error('the reply has no body');
  return JSON.parse(body) as Record<string, unknown>;
}
