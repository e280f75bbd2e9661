import type { BudgetResult } from '../../src/gate/judge.js';
import type { LatencyFigures } from '../../src/latency/latency-figures.js';
import { parseBudget } from '../../src/profile/budget.js';
import type { RunResult } from '../../src/run/run-result.js';

const none = {
  count: 0,
  undelivered: 0,
  p50Ms: null,
  p90Ms: null,
  p95Ms: null,
  p99Ms: null,
  p999Ms: null,
  maxMs: null,
  meanMs: null,
};

/** Figures of one latency, those that are not given being unknown. */
export function times(figures: Partial<LatencyFigures>): LatencyFigures {
  return { ...none, ...figures };
}

/** A budget that was judged, `parts` put in; its explanation is its text and result. */
export function budgetWith(text: string, parts: Partial<BudgetResult>): BudgetResult {
  const { metric, operator, threshold, selection, severity } = parseBudget(text);
  const budget: BudgetResult = {
    budget: text,
    observed: null,
    lower: null,
    upper: null,
    n: 0,
    result: 'pass',
    severity,
    metric,
    selection,
    operator,
    threshold,
    unit: metric.startsWith('delivery.p') ? 'ms' : 'count',
    keepsIt: null,
    evidence: null,
    explanation: '',
    ...parts,
  };
  return { ...budget, explanation: `${text}: ${budget.result}` };
}

/** The result of a run without a single order, `parts` put in. */
export function resultWith(parts: Partial<RunResult>): RunResult {
  return {
    schema: 1,
    run: {
      id: '2026-01-02-030405-demo-0a0a',
      profile: 'demo',
      environment: 'embedded',
      target: 'http://127.0.0.1:4010',
      dialect: 'header-key',
      model: 'open',
      caveat: null,
      startedAt: '2026-01-02T03:04:05.000Z',
      endedAt: '2026-01-02T03:04:22.640Z',
      seed: 1,
      version: '0.1.0',
      node: 'v20.19.0',
      cores: 2,
      deadlineMs: 4_000,
      interruptedBy: null,
      endedEarly: null,
      resumed: false,
    },
    verdict: { result: 'pass', reasons: [] },
    ledger: {
      planned: 0,
      dropped: 0,
      sent: 0,
      accepted: 0,
      refused: 0,
      errored: 0,
      delivered: 0,
      failed: 0,
      timedOut: 0,
      lost: 0,
      open: 0,
      balanced: true,
    },
    latency: { delivery: none, deliveryOnly: none, service: none, answer: none, sendLag: none },
    pace: { answeredPerSecond: null, mostInFlight: 0, maxInFlight: 50_000 },
    failures: [],
    refusals: [],
    drops: [],
    webhooks: {
      received: 0,
      accepted: 0,
      duplicate: 0,
      late: 0,
      orphan: 0,
      forged: 0,
      malformed: 0,
      outOfOrder: 0,
      conflicting: 0,
      oldSecret: 0,
    },
    idempotency: { replays: 0, violations: 0 },
    codes: { opened: 0, failed: 0 },
    retries: { attempts: 0, exhausted: 0 },
    contract: { violations: [] },
    generator: { loopDelayP99Ms: 0, cpuRatio: 0, receiverP99Ms: null, saturated: false },
    spend: { debitedUsd: 0, refundedUsd: 0, limitUsd: null },
    budgets: [],
    ...parts,
  };
}
