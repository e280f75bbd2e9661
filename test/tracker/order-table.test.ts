import { describe, expect, it } from 'vitest';
import { maxOrders, OrderTable } from '../../src/tracker/order-table.js';

describe('OrderTable', () => {
  it('keeps every row when it grows past its first thousand', () => {
    const table = new OrderTable();
    for (let seq = 0; seq < 5000; seq += 1) {
      table.plan(seq, seq + 0.25, seq % 700, seq % 300);
      table.setPhase(seq, 'open');
      table.setState(seq, 'processing');
      table.setSentMs(seq, seq + 0.5);
      table.setAnsweredMs(seq, seq + 0.75);
      table.markSeen(seq, 'reserved');
    }
    for (const seq of [0, 1023, 1024, 4999]) {
      expect(table.row(seq)).toEqual({
        seq,
        sku: seq % 700,
        stage: seq % 300,
        plannedMs: seq + 0.25,
        sentMs: seq + 0.5,
        answeredMs: seq + 0.75,
      });
      expect([table.phase(seq), table.state(seq)]).toEqual(['open', 'processing']);
      expect([table.wasSeen(seq, 'reserved'), table.wasSeen(seq, 'delivered')]).toEqual([true, false]);
    }
  });

  it('knows nothing of an order that was never planned', () => {
    expect(new OrderTable().phase(5_000_000)).toBe('unknown');
  });

  it('refuses an order number beyond its limit instead of growing without end', () => {
    expect(() => new OrderTable().plan(maxOrders, 0, 0, 0)).toThrow(
      new RangeError('order number 268435456 is beyond the 268435456 orders of one run'),
    );
  });
});
