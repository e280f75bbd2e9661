import { nearestRank } from '../../src/latency/nearest-rank.js';
import type { OrderEvent } from '../../src/order-event.js';
import type { Rig } from './rig.js';

/**
 * Instants pass through JSON as milliseconds since 1970, where a double has steps of a quarter of a microsecond, and
 * histograms count whole microseconds. Nothing finer than this can be told.
 */
export const roundingMs = 0.001;

/** One delivered order: the harness's instants on the run's clock, the simulator's in milliseconds since 1970. */
export interface Timeline {
  readonly seq: number;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly answeredMs: number;
  readonly webhookMs: number;
  /** When the simulator received the create call, and when it first handed the final webhook to the wire. */
  readonly trueCreatedMs: number;
  readonly trueWebhookMs: number;
}

interface Delivery {
  readonly order_id: string;
  readonly created_ms: number;
  readonly webhook_ms: number;
}

/** The timelines of a run in which every order was accepted and delivered, by number. */
export async function timelines(rig: Rig, events: readonly OrderEvent[]): Promise<Timeline[]> {
  const lines = (await rig.read('/sandbox/deliveries')).trimEnd().split('\n');
  const truth = new Map(
    lines.map((line) => JSON.parse(line) as Delivery).map((line) => [line.order_id, line]),
  );
  const planned = new Map<number, number>();
  const sent = new Map<number, number>();
  const webhooks = new Map<string, number>();
  for (const event of events) {
    if (event.kind === 'planned') planned.set(event.seq, event.atMs);
    else if (event.kind === 'sent') sent.set(event.seq, event.atMs);
    else if (event.kind === 'webhook') webhooks.set(event.orderId, event.atMs);
  }
  return events
    .filter((event) => event.kind === 'accepted')
    .map(({ seq, orderId, atMs }) => ({
      seq,
      plannedMs: known(planned.get(seq)),
      sentMs: known(sent.get(seq)),
      answeredMs: atMs,
      webhookMs: known(webhooks.get(orderId)),
      trueCreatedMs: known(truth.get(orderId)?.created_ms),
      trueWebhookMs: known(truth.get(orderId)?.webhook_ms),
    }))
    .sort((a, b) => a.seq - b.seq);
}

/** The value at a quantile by the nearest-rank definition, from all values. */
export function quantileOf(values: readonly number[], quantile: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return known(sorted[nearestRank(quantile, values.length) - 1]);
}

/**
 * Between which bounds `run clock − wall time of the simulator` lies: every create call was sent before it was
 * received, and received before it was answered. The quickest calls make the bounds tight.
 */
export function clockOffsetBounds(orders: readonly Timeline[]): {
  readonly lowMs: number;
  readonly highMs: number;
} {
  const lowMs = Math.max(...orders.map(({ sentMs, trueCreatedMs }) => sentMs - trueCreatedMs));
  const highMs = Math.min(...orders.map(({ answeredMs, trueCreatedMs }) => answeredMs - trueCreatedMs));
  return { lowMs: lowMs - roundingMs, highMs: highMs + roundingMs };
}

function known(value: number | undefined): number {
  if (value === undefined) throw new Error('an order of the run has no such instant');
  return value;
}
