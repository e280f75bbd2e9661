import type { OrderState } from '../contract/order-state.js';
import { isDecided } from '../contract/order-state.js';
import { orderTiming } from '../contract/order-timing.js';
import type { OrderFate } from './order-fate.js';
import type { SandboxOrder } from './sandbox-order.js';

/** When an order reached a state, or what its supplier did: an instant of the simulator's clock. */
export interface HistoryEntry {
  readonly what: OrderState | 'supplier_answered' | 'supplier_acknowledged' | 'supplier_called_back';
  readonly atMs: number;
}

/** When `order` reached `state`, which it has to have reached. */
export function reachedMs(order: SandboxOrder, fate: OrderFate, state: OrderState): number {
  const reservedAt = order.createdMs + fate.pendingMs;
  if (state === 'pending') return order.createdMs;
  if (state === 'refunded') return order.refundedMs;
  if (state === 'reserved' || fate.failsFrom === 'pending') return reservedAt;
  if (state === 'processing' || fate.failsFrom === 'reserved') return reservedAt + fate.reservedMs;
  return reservedAt + fate.reservedMs + fate.processingMs;
}

/** The states that an order with this fate goes through up to its decision. */
export function pathOf(fate: OrderFate): OrderState[] {
  if (fate.failsFrom === 'pending') return ['pending', 'failed'];
  if (fate.failsFrom === 'reserved') return ['pending', 'reserved', 'failed'];
  return ['pending', 'reserved', 'processing', fate.failsFrom === null ? 'delivered' : 'failed'];
}

/** What happened to an order until `nowMs`, told again from its fate; the supplier's steps stand between the states. */
export function orderHistory(
  order: SandboxOrder,
  fate: OrderFate,
  speed: number,
  nowMs: number,
): HistoryEntry[] {
  const path = pathOf(fate);
  const last = isDecided(order.state) ? path.length - 1 : path.indexOf(order.state);
  const entries: HistoryEntry[] = path
    .slice(0, last + 1)
    .map((what) => ({ what, atMs: reachedMs(order, fate, what) }));
  entries.push(...supplierSteps(order, fate, speed, last >= path.indexOf('processing'), nowMs));
  if (order.state === 'refunded') entries.push({ what: 'refunded', atMs: order.refundedMs });
  return entries.sort((a, b) => a.atMs - b.atMs || weight(a) - weight(b));
}

/** A sync supplier answers in one round trip; an async one acknowledges and calls back. Neither speaks in a timeout. */
function supplierSteps(
  order: SandboxOrder,
  fate: OrderFate,
  speed: number,
  dispatched: boolean,
  nowMs: number,
): HistoryEntry[] {
  if (!dispatched || fate.failsFrom === 'pending' || fate.failsFrom === 'reserved') return [];
  const sentMs = reachedMs(order, fate, 'processing');
  const steps: HistoryEntry[] = [];
  const isAsync = order.item.supplier === 'async';
  const ackMs = sentMs + Math.min(orderTiming.dispatchMs / speed, fate.processingMs / 2);
  if (isAsync && ackMs <= nowMs) steps.push({ what: 'supplier_acknowledged', atMs: ackMs });
  const silent = fate.reason === 'supplier_timeout' || fate.reason === 'order_timeout';
  if (isDecided(order.state) && !silent) {
    const what = isAsync ? 'supplier_called_back' : 'supplier_answered';
    steps.push({ what, atMs: sentMs + fate.processingMs });
  }
  return steps;
}

/** At one instant the supplier speaks before the decision that follows from it. */
function weight(entry: HistoryEntry): number {
  return entry.what.startsWith('supplier') ? 0 : 1;
}
