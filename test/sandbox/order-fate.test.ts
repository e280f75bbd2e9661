import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dialectNames } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { orderInductions } from '../../src/contract/induction.js';
import { randomSource } from '../../src/random.js';
import { deliveryCurve } from '../../src/sandbox/delivery-curve.js';
import { inductionSet } from '../../src/sandbox/induction-set.js';
import { decisionMs, fateTeller } from '../../src/sandbox/order-fate.js';
import { phaseRules, splitDelivery } from '../../src/sandbox/phase-split.js';

describe.each(dialectNames)('the fate of a %s order', (name) => {
  const options = { seed: 7, speed: 1, curve: 'published' } as const;
  const fateOf = fateTeller(dialects[name], options);

  it('is delivered at exactly the time drawn from the curve', () => {
    const curveMs = deliveryCurve('published');
    const source = randomSource(7, 'delivery');
    for (let number = 0; number < 500; number += 1) {
      expect(decisionMs(fateOf(number, 0))).toBeCloseTo(curveMs(source.uniform(number)), 6);
    }
  });

  it('is the same whenever it is asked, and another under another seed', () => {
    const other = fateTeller(dialects[name], { ...options, seed: 8 });
    expect(fateOf(17, 0)).toEqual(fateOf(17, 0));
    expect(fateOf(17, 0)).not.toEqual(other(17, 0));
  });

  it('is a hundredth as long at speed 100', () => {
    const fast = fateTeller(dialects[name], { ...options, speed: 100 });
    for (const induction of orderInductions) {
      const set = inductionSet(induction);
      expect(decisionMs(fast(3, set)) * 100).toBeCloseTo(decisionMs(fateOf(3, set)), 6);
      expect(fast(3, set).autoRefundMs * 100).toBeCloseTo(fateOf(3, set).autoRefundMs, 6);
    }
  });

  it('is refunded within the deadline of its guide', () => {
    const waits = Array.from({ length: 1_000 }, (_, n) => fateOf(n, 0).autoRefundMs);
    expect(Math.max(...waits)).toBeLessThan(dialects[name].refundDeadlineMs);
    expect(Math.min(...waits)).toBeGreaterThan(0);
  });

  it('keeps every phase of a delivery within what the guide says, when there is time for it', () => {
    const rules = phaseRules[name];
    fc.assert(
      fc.property(
        fc.double({ min: 100, max: 300_000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (totalMs, a, b) => {
          const pendingMs = a * rules.maxPendingMs;
          const reservedMs = b * rules.maxReservedMs;
          const phases = splitDelivery(totalMs, pendingMs, reservedMs, rules);
          const sumMs = phases.pendingMs + phases.reservedMs + phases.processingMs;
          expect(Math.abs(sumMs - totalMs)).toBeLessThan(1e-6);
          expect(phases.pendingMs).toBeLessThanOrEqual(rules.maxPendingMs);
          expect(phases.processingMs).toBeLessThan(60_000);
          expect(
            Math.min(phases.pendingMs, phases.reservedMs + 1e-9, phases.processingMs),
          ).toBeGreaterThanOrEqual(0);
          if (totalMs > 8_000)
            expect(phases.processingMs).toBeGreaterThanOrEqual(rules.minProcessingMs - 1e-6);
          if (totalMs > 8_000 && totalMs < 59_000)
            expect(phases.reservedMs).toBeLessThanOrEqual(rules.maxReservedMs + 1e-6);
        },
      ),
      { seed: 4 },
    );
  });
});

it('phases shrink in proportion when the time is short', () => {
  const phases = splitDelivery(3_600, 200, 2_000, phaseRules['header-key']);
  expect(phases).toEqual({ pendingMs: 100, reservedMs: 1_000, processingMs: 2_500 });
});

it('what a supplier may not take waits in reserved', () => {
  const phases = splitDelivery(100_000, 100, 1_000, phaseRules['header-key']);
  expect(phases).toEqual({ pendingMs: 100, reservedMs: 40_900, processingMs: 59_000 });
});
