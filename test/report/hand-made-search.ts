import type { CapacityResult, CapacityStep } from '../../src/capacity/capacity-result.js';
import { times } from './hand-made-result.js';

/** A step at a rate that holds, `parts` put in. */
export function stepAt(ratePerSecond: number, parts: Partial<CapacityStep> = {}): CapacityStep {
  return {
    ratePerSecond,
    outcome: 'held',
    reasons: [],
    run: 'steps/2026-01-02-030405-capacity-0a0a',
    startedAt: '2026-01-02T03:04:05.000Z',
    warmupMs: 1_800,
    measuredMs: 3_600,
    delivery: times({ count: 1_500, p50Ms: 110, p95Ms: 340, p99Ms: 680 }),
    failureRate: 0.002,
    refusalRate: 0,
    backlog: { startOrders: 40, endOrders: 42, sentOrders: 1_500 },
    budgets: [],
    generator: { loopDelayP99Ms: 2, cpuRatio: 0.2, receiverP99Ms: 1, saturated: false },
    used: { orders: 1_800, spendCents: 756_000 },
    ...parts,
  };
}

/** A search that found the capacity between 386/s and 403/s, `parts` put in. */
export function searchWith(parts: Partial<CapacityResult> = {}): CapacityResult {
  const broken = {
    outcome: 'broken',
    reasons: ['delivery.p95 < 900ms does not hold: observed 1.2 s (n = 1500), wanted less than 900 ms'],
    delivery: times({ count: 1_200, undelivered: 300, p50Ms: 610, beyondMs: 4_000 }),
    failureRate: 0.2,
  } as const;
  return {
    schema: 1,
    search: {
      id: '2026-01-02-030405-capacity-0a0a',
      profile: 'capacity',
      profileSha256: '00',
      environment: 'embedded',
      dialect: 'header-key',
      arrivals: 'poisson',
      budgets: ['delivery.p95 < 900ms', 'success.rate > 95%', 'refusals.rate <= 1%'],
      deadlineMs: 4_000,
      fromPerSecond: 193,
      maxPerSecond: 1_000_000,
      atLeastPerSecond: null,
      startedAt: '2026-01-02T03:04:05.000Z',
      endedAt: '2026-01-02T03:05:35.000Z',
      seed: 1,
      version: '0.1.0',
      node: 'v20.19.0',
      cores: 2,
      resumed: 0,
    },
    answer: { kind: 'capacity', heldPerSecond: 386, brokenPerSecond: 403 },
    end: null,
    steps: [stepAt(193), stepAt(386), stepAt(403, broken), stepAt(403, broken)],
    unfinished: [],
    ...parts,
  };
}
