/** The states of an order, as both guides name them. `refunded` exists in the header-key dialect only. */
export const orderStates = ['pending', 'reserved', 'processing', 'delivered', 'failed', 'refunded'] as const;
export type OrderState = (typeof orderStates)[number];

/** The single steps that an order may take. Strictly forward: nothing leads back. */
export const nextStates: Readonly<Record<OrderState, readonly OrderState[]>> = {
  pending: ['reserved', 'failed'],
  reserved: ['processing', 'failed'],
  processing: ['delivered', 'failed'],
  delivered: ['refunded'],
  failed: [],
  refunded: [],
};

const rank: Readonly<Record<OrderState, number>> = {
  pending: 0,
  reserved: 1,
  processing: 2,
  delivered: 3,
  failed: 3,
  refunded: 4,
};

export function isOrderState(value: unknown): value is OrderState {
  return typeof value === 'string' && Object.hasOwn(nextStates, value);
}

/** Whether the order is decided: its code was delivered, or it failed. A later refund does not undo that. */
export function isDecided(state: OrderState): boolean {
  return rank[state] >= rank.delivered;
}

/**
 * Whether an observer who saw `from` may see `to` next. Observers miss steps (webhooks for intermediate states are
 * off by default), so any state that can be reached by one or more single steps counts as forward.
 */
export function isForward(from: OrderState, to: OrderState): boolean {
  return laterStates[from].has(to);
}

function statesAfter(from: OrderState): Set<OrderState> {
  return new Set(nextStates[from].flatMap((next) => [next, ...statesAfter(next)]));
}

/** Every state that can be reached from each; asked for every webhook, so found once. */
const laterStates: Readonly<Record<OrderState, ReadonlySet<OrderState>>> = {
  pending: statesAfter('pending'),
  reserved: statesAfter('reserved'),
  processing: statesAfter('processing'),
  delivered: statesAfter('delivered'),
  failed: statesAfter('failed'),
  refunded: statesAfter('refunded'),
};
