import type { FaultyWebhook, GateFigures } from '../../src/gate/gate-figures.js';
import type { MeasuredTimes } from '../../src/latency/measured-times.js';
import { RunLatency, type TimeLimits } from '../../src/latency/run-latency.js';

/** Later than every time that these tests deliver at. */
export const deadlineMs = 300_000;

const noTimes = new RunLatency(deadlineMs, []).times();

/** Delivery times as a run would have counted them: `deliveredMs` and so many undelivered orders. */
export function deliveries(
  deliveredMs: readonly number[],
  undelivered: number,
  limits: TimeLimits,
): Readonly<Record<'delivery' | 'deliveryOnly' | 'service', MeasuredTimes>> {
  const latency = new RunLatency(deadlineMs, [], limits);
  for (const ms of deliveredMs) latency.recordDelivery(0, ms, ms);
  if (undelivered > 0) latency.recordUndelivered(0, undelivered);
  return latency.times();
}

/** The figures of a run in which nothing happened, with the given parts put in. */
export function figuresWith(
  parts: Partial<Omit<GateFigures, 'orders' | 'latency' | 'webhooks'>> & {
    orders?: Partial<GateFigures['orders']>;
    latency?: Partial<GateFigures['latency']>;
    webhooks?: Partial<Record<FaultyWebhook | 'received', number>>;
  },
): GateFigures {
  return {
    failures: {},
    refusals: {},
    idempotency: { replays: 0, violations: 0 },
    spendCents: 0,
    selections: new Map(),
    ...parts,
    latency: { ...noTimes, ...parts.latency },
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
