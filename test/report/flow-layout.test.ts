import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowBar, flowLayout } from '../../src/report/flow-layout.js';
import { ledgerFlow } from '../../src/report/ledger-flow.js';
import { resultWith } from './hand-made-result.js';

const { ledger: none } = resultWith({});
const count = fc.nat({ max: 100_000 });
const anyLedger = fc
  .tuple(count, count, count, count, count, count, count, count)
  .map(([dropped, refused, errored, delivered, failed, timedOut, lost, open]) => {
    const accepted = delivered + failed + timedOut + lost + open;
    const sent = accepted + refused + errored;
    const ends = { delivered, failed, timedOut, lost, open };
    return { planned: sent + dropped, dropped, sent, accepted, refused, errored, ...ends, balanced: true };
  });

describe('the flow picture of a ledger', () => {
  it('has bands that are together as thick as the bar that they leave, without a gap or an overlap', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const { bars, bands } = flowLayout(ledger, 220, 36);
        const wholes = new Map<FlowBar, number>();
        for (const { from, to, fromTop } of bands) {
          const used = wholes.get(from) ?? 0;
          expect(fromTop).toBeCloseTo(from.top + used, 6);
          wholes.set(from, used + to.height);
        }
        for (const [bar, used] of wholes) expect(used).toBeCloseTo(bar.height, 6);
        for (const bar of bars) expect(bar.height).toBeCloseTo((bar.count / ledger.planned) * 220, 6);
      }),
      { seed: 20_261_122 },
    );
  });

  it('leaves room for every name, and out what no order came to', () => {
    const ledger = { ...none, planned: 1000, sent: 1000, accepted: 1000, delivered: 998, failed: 1, lost: 1 };
    const { bars } = flowLayout(ledger, 220, 36);
    expect(bars.map(({ name }) => name)).toEqual([
      'planned',
      'sent',
      'accepted',
      'delivered',
      'failed',
      'lost',
    ]);
    const last = bars.filter(({ column }) => column === 3).map(({ top }) => top);
    for (const [index, top] of last.entries()) {
      if (index > 0) expect(top - (last[index - 1] ?? 0)).toBeGreaterThanOrEqual(36);
    }
  });

  it('says every figure in words, too, and is empty for a run without an order', () => {
    const svg = ledgerFlow({ ...none, planned: 1200, sent: 1200, accepted: 1200, delivered: 1200 }, 940);
    expect(svg).toContain(
      '<title>Of 1,200 planned orders 1,200 were sent, 1,200 accepted and 1,200 delivered</title>',
    );
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(ledgerFlow(none, 940)).toBe('');
  });
});
