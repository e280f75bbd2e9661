import type { FaultyWebhook, GateFigures, OrderFigures } from '../../src/gate/gate-figures.js';
import type { LatencyFigures } from '../../src/latency/latency-figures.js';

export const noTimes: LatencyFigures = {
  count: 0,
  undelivered: 0,
  p50Ms: null,
  p90Ms: null,
  p95Ms: null,
  p99Ms: null,
  p999Ms: null,
  maxMs: null,
  meanMs: null,
};

/** The figures of a run in which nothing happened, with the given parts put in. */
export function figuresWith(
  parts: Partial<Omit<GateFigures, 'orders' | 'latency' | 'webhooks'>> & {
    orders?: Partial<OrderFigures>;
    latency?: Partial<GateFigures['latency']>;
    webhooks?: Partial<Record<FaultyWebhook | 'received', number>>;
  },
): GateFigures {
  return {
    failures: {},
    refusals: {},
    idempotency: { replays: 0, violations: 0 },
    spendCents: 0,
    ...parts,
    latency: {
      delivery: noTimes,
      deliveryOnly: noTimes,
      service: noTimes,
      answer: noTimes,
      sendLag: noTimes,
      ...parts.latency,
    },
    orders: {
      planned: 0,
      dropped: 0,
      sent: 0,
      errored: 0,
      delivered: 0,
      failed: 0,
      timedOut: 0,
      lost: 0,
      ...parts.orders,
    },
    webhooks: {
      received: 0,
      duplicate: 0,
      late: 0,
      orphan: 0,
      forged: 0,
      malformed: 0,
      outOfOrder: 0,
      conflicting: 0,
      ...parts.webhooks,
    },
  };
}
