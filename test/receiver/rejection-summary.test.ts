import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RejectedWebhook } from '../../src/receiver/read-webhook.js';
import { RejectionSummary, summaryWindowMs, tellOneByOne } from '../../src/receiver/rejection-summary.js';

function rejected(atMs: number, verdict: RejectedWebhook['verdict'] = 'forged'): RejectedWebhook {
  return { kind: 'webhook_rejected', atMs, verdict, why: `at ${atMs}` };
}

describe('the summary of rejections', () => {
  it('tells the first twenty of a window one by one, and the rest as one with its count', () => {
    const summary = new RejectionSummary();
    const told = Array.from({ length: tellOneByOne + 5 }, (_, at) => summary.take(rejected(at)));
    expect(told.filter((event) => event !== null)).toHaveLength(tellOneByOne);
    expect(summary.isWaiting).toBe(true);
    expect(summary.flush()).toEqual([{ ...rejected(24), why: 'at 20', count: 5 }]);
    expect([summary.isWaiting, summary.flush()]).toEqual([false, []]);
  });

  it('keeps the verdicts apart', () => {
    const summary = new RejectionSummary();
    for (let at = 0; at < tellOneByOne; at += 1) summary.take(rejected(0));
    for (const verdict of ['forged', 'malformed', 'forged'] as const) summary.take(rejected(7, verdict));
    expect(summary.flush()).toEqual([
      { ...rejected(7), count: 2 },
      { ...rejected(7, 'malformed'), count: 1 },
    ]);
  });

  it('tells one by one again in the next window', () => {
    const summary = new RejectionSummary();
    for (let at = 0; at <= tellOneByOne; at += 1) summary.take(rejected(1000));
    expect(summary.take(rejected(1000 + summaryWindowMs - 0.001))).toBeNull();
    expect(summary.take(rejected(1000 + summaryWindowMs))).toEqual(rejected(1000 + summaryWindowMs));
  });

  it('loses none and invents none, whatever their times', () => {
    const takes = fc.array(
      fc.record({
        waitMs: fc.constantFrom(0, 0, 0, 1, 30, 100, 5000),
        verdict: fc.constantFrom<RejectedWebhook['verdict']>('forged', 'malformed'),
        flush: fc.nat(20),
      }),
      { maxLength: 200 },
    );
    fc.assert(
      fc.property(takes, (list) => {
        const summary = new RejectionSummary();
        const counted = { forged: 0, malformed: 0 };
        const count = (events: readonly (RejectedWebhook | null)[]): void => {
          for (const event of events) if (event) counted[event.verdict] += event.count ?? 1;
        };
        let atMs = 0;
        for (const { waitMs, verdict, flush } of list) {
          atMs += waitMs;
          count([summary.take(rejected(atMs, verdict))]);
          if (flush === 0) count(summary.flush());
        }
        count(summary.flush());
        const of = (verdict: string) => list.filter((take) => take.verdict === verdict).length;
        expect(counted).toEqual({ forged: of('forged'), malformed: of('malformed') });
      }),
      { seed: 71, numRuns: 2000 },
    );
  });
});
