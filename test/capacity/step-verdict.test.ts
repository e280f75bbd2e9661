import { describe, expect, it } from 'vitest';
import { stepVerdict } from '../../src/capacity/step-verdict.js';
import type { BudgetResult } from '../../src/gate/judge.js';
import type { RunResult } from '../../src/run/run-result.js';
import { judged } from '../gate/judged.js';
import { resultWith } from '../report/hand-made-result.js';

const steady = { startOrders: 20, endOrders: 22, sentOrders: 1_500 };
const generator = { loopDelayP99Ms: 4, cpuRatio: 0.3, receiverP99Ms: 1, saturated: false };

function budget(result: BudgetResult['result'], text = 'delivery.p95 < 1s'): BudgetResult {
  return judged({ budget: text, result });
}

function verdictOf(
  parts: Partial<RunResult>,
  budgets: readonly BudgetResult[] = [budget('pass')],
  { backlog = steady, sendLagP99Ms = 3 as number | null } = {},
) {
  const result = resultWith({ generator, ...parts });
  const ledger = { ...result.ledger, planned: 1_600, sent: 1_600, accepted: 1_600, ...parts.ledger };
  return stepVerdict({ result: { ...result, ledger }, budgets, backlog, sendLagP99Ms });
}

describe('a step', () => {
  it('holds when every budget does', () => {
    expect(verdictOf({})).toEqual({ kind: 'outcome', outcome: 'held', reasons: [] });
  });

  it('is broken by a budget, and tells which', () => {
    expect(verdictOf({}, [budget('pass'), budget('fail', 'success.rate > 95%')])).toEqual({
      kind: 'outcome',
      outcome: 'broken',
      reasons: ['success.rate > 95%: fail'],
    });
  });

  it('goes by the observed value where a budget is neither proven kept nor broken', () => {
    const open = (keepsIt: boolean) => judged({ result: 'inconclusive', keepsIt });
    expect(verdictOf({}, [open(true)])).toEqual({ kind: 'outcome', outcome: 'held', reasons: [] });
    expect(verdictOf({}, [open(true), open(false)])).toEqual({
      kind: 'outcome',
      outcome: 'broken',
      reasons: ['delivery.p95 < 45s: inconclusive; a search goes by the observed value'],
    });
  });

  it('is not broken by a budget that only warns', () => {
    expect(verdictOf({}, [judged({ result: 'fail', severity: 'warn' })])).toEqual({
      kind: 'outcome',
      outcome: 'held',
      reasons: [],
    });
  });

  it('is broken by a backlog that grows, although every budget holds', () => {
    const backlog = { startOrders: 25, endOrders: 90, sentOrders: 1_500 };
    expect(verdictOf({}, undefined, { backlog })).toEqual({
      kind: 'outcome',
      outcome: 'broken',
      reasons: [
        'the backlog grows: 25 orders were open when the measured stage began and 90 when it ended; chance explains 53 more',
      ],
    });
  });

  it('is limited by the machine when its orders left late, whatever its budgets say', () => {
    const late = {
      verdict: { result: 'invalid', reasons: ['the generator was saturated: …'] },
    } as const;
    expect(verdictOf(late, [budget('fail')], { sendLagP99Ms: 130 })).toEqual({
      kind: 'outcome',
      outcome: 'limited',
      reasons: [
        'the generator was saturated: orders left late: send lag p99 was 130.0 ms, the limit is 100 ms',
      ],
    });
  });

  it('is not limited by orders that left late while foxload itself warmed up', () => {
    const none = resultWith({}).latency;
    const latency = { ...none, sendLag: { ...none.sendLag, count: 1_600, p99Ms: 140 } };
    const sentence =
      'the generator was saturated: orders left late: send lag p99 was 140.0 ms, the limit is 100 ms';
    const verdict = { result: 'invalid', reasons: [sentence] } as const;
    expect(verdictOf({ latency, verdict })).toMatchObject({ outcome: 'held' });
  });

  it('is limited by our own limit of orders in flight only where the API kept its budgets', () => {
    const drops = [{ reason: 'in_flight', count: 12, rate: 0.01 }];
    expect(verdictOf({ drops })).toEqual({
      kind: 'outcome',
      outcome: 'limited',
      reasons: ["12 due orders were dropped by foxload's own load.maxInFlight, although the budgets hold"],
    });
    expect(verdictOf({ drops }, [budget('fail')])).toMatchObject({ outcome: 'broken' });
  });

  it('is broken by an API that collapses, and ends the search where it took no order at all', () => {
    const verdict = { result: 'invalid', reasons: ['the API stopped answering'] } as const;
    const refused = [budget('fail', 'refusals.rate <= 1%')];
    expect(verdictOf({ verdict }, refused)).toMatchObject({ outcome: 'broken' });
    const ledger = { ...resultWith({}).ledger, accepted: 0 };
    expect(verdictOf({ verdict, ledger }, refused)).toEqual({
      kind: 'end',
      end: { cause: 'unmeasured', sentence: 'the API stopped answering' },
    });
  });

  it('ends the search when it was stopped, cut by a rule or a limit, invalid, or not decided', () => {
    const { run } = resultWith({});
    const invalid = { result: 'invalid', reasons: ['the embedded sandbox ended'] } as const;
    const endings: [Partial<RunResult>, string, string][] = [
      [{ run: { ...run, interruptedBy: 'SIGTERM' } }, 'stopped', 'stopped by SIGTERM'],
      [{ run: { ...run, endedEarly: 'abort.p99: …' } }, 'rule', 'abort.p99: …'],
      [
        { drops: [{ reason: 'spend', count: 1, rate: 0.1 }] },
        'limit',
        'limits.spend was reached within a step',
      ],
      [{ verdict: invalid }, 'unmeasured', 'the embedded sandbox ended'],
    ];
    for (const [parts, cause, sentence] of endings) {
      expect(verdictOf(parts)).toEqual({ kind: 'end', end: { cause, sentence } });
    }
    expect(verdictOf({}, [budget('inconclusive')])).toEqual({
      kind: 'end',
      end: { cause: 'undecided', sentence: 'delivery.p95 < 1s: inconclusive' },
    });
  });
});
