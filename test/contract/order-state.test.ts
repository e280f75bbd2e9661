import { describe, expect, it } from 'vitest';
import {
  isDecided,
  isForward,
  isOrderState,
  nextStates,
  type OrderState,
  orderStates,
} from '../../src/contract/order-state.js';

/** Warshall's closure of the single steps, to compare `isForward` with. */
function reachable(): Set<string> {
  const pairs = new Set(orderStates.flatMap((from) => nextStates[from].map((to) => `${from} ${to}`)));
  for (const via of orderStates) {
    for (const from of orderStates) {
      for (const to of orderStates) {
        if (pairs.has(`${from} ${via}`) && pairs.has(`${via} ${to}`)) pairs.add(`${from} ${to}`);
      }
    }
  }
  return pairs;
}

const pairs = orderStates.flatMap((from) => orderStates.map((to): [OrderState, OrderState] => [from, to]));

describe('order states', () => {
  it('allow the moves that the guides tell, and no others', () => {
    expect(nextStates).toEqual({
      pending: ['reserved', 'failed'],
      reserved: ['processing', 'failed'],
      processing: ['delivered', 'failed'],
      delivered: ['refunded'],
      failed: [],
      refunded: [],
    });
  });

  it.each(pairs)('%s → %s is forward exactly when some steps lead there', (from, to) => {
    expect(isForward(from, to)).toBe(reachable().has(`${from} ${to}`));
  });

  it.each(pairs)('%s → %s is never forward both ways, nor from a state to itself', (from, to) => {
    expect(isForward(from, to) && isForward(to, from)).toBe(false);
  });

  it('lead from a delivered order to a refund only, and from a failed one nowhere', () => {
    expect(orderStates.filter((to) => isForward('delivered', to))).toEqual(['refunded']);
    expect(orderStates.filter((to) => isForward('failed', to))).toEqual([]);
  });

  it('are decided when delivered, failed or refunded', () => {
    expect(orderStates.filter(isDecided)).toEqual(['delivered', 'failed', 'refunded']);
  });

  it.each(['', 'Pending', 'shipped', 'constructor', '__proto__', 0, null, undefined, ['pending']])(
    'do not include %j',
    (value) => {
      expect(isOrderState(value)).toBe(false);
    },
  );
});
