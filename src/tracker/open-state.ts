import type { OrderState } from '../contract/order-state.js';

/** States in which an accepted order can be open. */
export const openStates = ['pending', 'reserved', 'processing'] as const;
export type OpenState = (typeof openStates)[number];

/** A decided state, told by the first answer already, still waits for its webhook: it is open as `processing`. */
export function openStateOf(state: OrderState): OpenState {
  return state === 'pending' || state === 'reserved' ? state : 'processing';
}
