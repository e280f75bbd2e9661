import type { Dialect } from '../contract/dialect.js';
import type { FailureReason } from '../contract/failure-reason.js';
import type { OrderInduction } from '../contract/induction.js';
import { orderTiming } from '../contract/order-timing.js';
import { randomSource } from '../random.js';
import { deliveryCurve } from './delivery-curve.js';
import { type InductionSet, induces, orderInductionSet, overlaps } from './induction-set.js';
import { type Phases, phaseRules, splitDelivery } from './phase-split.js';
import type { SandboxOptions } from './sandbox-options.js';

/** The phases an order can fail from. */
export type OpenPhase = 'pending' | 'reserved' | 'processing';

/** What becomes of an order, as far as it is known at its creation. Durations are milliseconds after `speed`. */
export interface OrderFate extends Phases {
  /** The phase whose end is the failure; null: the order is delivered at the end of `processing`. */
  readonly failsFrom: OpenPhase | null;
  /** As the API writes it; null for a delivered order. */
  readonly reason: string | null;
  /** From a failure to its automatic refund, where money had been debited. */
  readonly autoRefundMs: number;
  /** From the delivery to the refund by hand; null: nobody asks for one. */
  readonly manualRefundMs: number | null;
}

/** The reason given by `unlisted_reason`: one that no guide names. */
export const unlistedReason = 'supplier_maintenance';
/** An induced refund by hand comes this long after the delivery (assumption). */
export const manualRefundMs = 30_000;
/** No phase of an order whose webhook is to arrive before its answer is longer, so that no client gives up waiting. */
export const earlyPhaseMs = 150;

/** Tells the fate of order `number` with `inductions`: a pure function, the same at every call. */
export type FateTeller = (number: number, inductions: InductionSet) => OrderFate;

type FateOptions = Pick<SandboxOptions, 'seed' | 'speed' | 'curve'> &
  Partial<Pick<SandboxOptions, 'capacity'>>;

export function fateTeller(dialect: Dialect, { seed, speed, curve, capacity }: FateOptions): FateTeller {
  const curveMs = deliveryCurve(curve);
  const delivery = randomSource(seed, 'delivery');
  const pending = randomSource(seed, 'pending');
  const reserved = randomSource(seed, 'reserved');
  const refund = randomSource(seed, 'refund');
  const rules = phaseRules[dialect.name];
  // No supplier is done before its service is, however fast the curve is.
  const shortestProcessingMs = capacity?.serviceTimeMs ?? 0;
  return (number, inductions) => {
    const pendingMs = pending.uniform(number) * rules.maxPendingMs;
    const reservedMs = reserved.uniform(number) * rules.maxReservedMs;
    const phases = splitDelivery(curveMs(delivery.uniform(number)), pendingMs, reservedMs, rules);
    // The pending phase is the same whatever becomes of the order: real money may turn out missing at its end.
    const end = overlaps(inductions, orderInductionSet)
      ? inducedEnd(inductions, rules.visiblePending, phases, reservedMs)
      : delivered(phases);
    const longestMs = induces(inductions, 'early') ? earlyPhaseMs : Number.POSITIVE_INFINITY;
    return {
      pendingMs: Math.min(end.pendingMs, longestMs) / speed,
      reservedMs: Math.min(end.reservedMs, longestMs) / speed,
      processingMs: Math.max(Math.min(end.processingMs, longestMs) / speed, shortestProcessingMs),
      failsFrom: end.failsFrom,
      reason: end.reason,
      autoRefundMs: (refund.uniform(number) * dialect.refundDeadlineMs) / speed,
      manualRefundMs: induces(inductions, 'refunded') ? manualRefundMs / speed : null,
    };
  };
}

/** The same fate with the wait for a free supplier, which is spent in reserved. */
export function withSupplierWait(fate: OrderFate, waitMs: number): OrderFate {
  return waitMs > 0 ? { ...fate, reservedMs: fate.reservedMs + waitMs } : fate;
}

/** From creation to the decision. */
export function decisionMs(fate: Phases & Pick<OrderFate, 'failsFrom'>): number {
  if (fate.failsFrom === 'pending') return fate.pendingMs;
  if (fate.failsFrom === 'reserved') return fate.pendingMs + fate.reservedMs;
  return fate.pendingMs + fate.reservedMs + fate.processingMs;
}

type End = Phases & Pick<OrderFate, 'failsFrom' | 'reason'>;
type Reason = FailureReason | typeof unlistedReason;

/** Written out, as the object spread is several times slower, and orders ask for their fate at each step. */
function delivered({ pendingMs, reservedMs, processingMs }: Phases): End {
  return { pendingMs, reservedMs, processingMs, failsFrom: null, reason: null };
}

/**
 * `split` holds the phases of an order that is delivered in its drawn time, `reservedMs` the time in reserved without the
 * wait for a supplier. The first induction in the list decides.
 */
function inducedEnd(
  inductions: InductionSet,
  visiblePending: boolean,
  split: Phases,
  reservedMs: number,
): End {
  const typical = { ...split, reservedMs };
  const fails = (failsFrom: OpenPhase, reason: Reason, phases: Phases): End => ({
    ...phases,
    failsFrom,
    reason,
  });
  const has = (name: OrderInduction): boolean => induces(inductions, name);
  const { orderTimeoutMs, reservationHoldMs, supplierTimeoutMs } = orderTiming;
  if (has('insufficient_funds')) return fails('pending', 'insufficient_funds', typical);
  if (has('out_of_stock')) return fails('pending', 'out_of_stock', typical);
  if (has('stock_revoked')) return fails('reserved', 'stock_revoked', typical);
  if (has('supplier_timeout')) {
    return fails('processing', 'supplier_timeout', { ...typical, processingMs: supplierTimeoutMs });
  }
  if (has('payment_3ds_failed')) return fails('reserved', 'payment_3ds_failed', typical);
  if (has('invalid_region')) return fails('processing', 'invalid_region', split);
  if (has('unlisted_reason')) return fails('processing', unlistedReason, split);
  if (has('payment_unconfirmed')) {
    return fails('reserved', 'payment_3ds_failed', { ...typical, reservedMs: reservationHoldMs });
  }
  // The five minutes of the order timeout begin with the create call, so the phases before count too.
  if (has('stuck_pending') && visiblePending) {
    return fails('pending', 'order_timeout', { ...typical, pendingMs: orderTimeoutMs });
  }
  if (has('stuck_processing')) {
    const processingMs = orderTimeoutMs - typical.pendingMs - reservedMs;
    return fails('processing', 'order_timeout', { ...typical, processingMs });
  }
  if (stuckReserved.some(has)) {
    return fails('reserved', 'order_timeout', { ...typical, reservedMs: orderTimeoutMs - typical.pendingMs });
  }
  return delivered(split);
}

/** `stuck_pending` is among them for the dialect that has no visible pending state. */
const stuckReserved = ['order_timeout', 'stuck_reserved', 'stuck_pending'] as const;
