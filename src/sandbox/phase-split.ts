import type { DialectName } from '../contract/dialect.js';
import { orderTiming } from '../contract/order-timing.js';

/** How long an order stays in each phase, in milliseconds. */
export interface Phases {
  readonly pendingMs: number;
  readonly reservedMs: number;
  readonly processingMs: number;
}

/** What a guide says of the phases, in milliseconds of the real API. */
export interface PhaseRules {
  /** Whether the order can be seen pending, or the create call itself takes it to reserved. */
  readonly visiblePending: boolean;
  readonly maxPendingMs: number;
  readonly maxReservedMs: number;
  readonly minProcessingMs: number;
}

/**
 * Header-key: stock is reserved within 200 ms, reserved takes less than 2 s, processing 5 to 60 s. Body-key: the create
 * call answers `reserved`, so nothing is left of pending; reserved takes 0 to 5 s, processing 1 to 60 s.
 */
export const phaseRules: Readonly<Record<DialectName, PhaseRules>> = {
  'header-key': {
    visiblePending: true,
    maxPendingMs: orderTiming.dispatchMs,
    maxReservedMs: 2_000,
    minProcessingMs: 5_000,
  },
  'body-key': { visiblePending: false, maxPendingMs: 0, maxReservedMs: 5_000, minProcessingMs: 1_000 },
};

/** A supplier that answers does so before its timeout. */
export const maxProcessingMs = orderTiming.supplierTimeoutMs - 1_000;

/**
 * Splits the time from call to webhook over the phases, so that they sum up to it. When it is too short for the wanted
 * phases, all shrink in proportion. When it is longer than a supplier may take, the rest waits in reserved for a free
 * slot at the supplier (assumption: no guide says where an order waits).
 */
export function splitDelivery(
  totalMs: number,
  pendingMs: number,
  reservedMs: number,
  rules: PhaseRules,
): Phases {
  const wantedMs = pendingMs + reservedMs + rules.minProcessingMs;
  if (wantedMs > totalMs) {
    const shrink = totalMs / wantedMs;
    return {
      pendingMs: pendingMs * shrink,
      reservedMs: reservedMs * shrink,
      processingMs: rules.minProcessingMs * shrink,
    };
  }
  const processingMs = Math.min(totalMs - pendingMs - reservedMs, maxProcessingMs);
  return { pendingMs, reservedMs: totalMs - pendingMs - processingMs, processingMs };
}
