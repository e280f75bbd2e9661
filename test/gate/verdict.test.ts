import { describe, expect, it } from 'vitest';
import type { BudgetOutcome, BudgetResult } from '../../src/gate/judge.js';
import { verdict, verdictExitCode } from '../../src/gate/verdict.js';

function judged(result: BudgetOutcome): BudgetResult {
  return {
    budget: 'x < 1',
    observed: 1,
    lower: null,
    upper: null,
    n: 9,
    result,
    explanation: `x < 1: ${result}`,
  };
}
const pass = judged('pass');
const fail = judged('fail');
const inconclusive = judged('inconclusive');

describe('verdict', () => {
  it('passes when every budget holds, without a reason', () => {
    expect(verdict([pass, pass], [])).toEqual({ result: 'pass', reasons: [] });
  });

  it('fails when one budget does not hold, and names what failed before what is open', () => {
    expect(verdict([inconclusive, pass, fail], [])).toEqual({
      result: 'fail',
      reasons: ['x < 1: fail', 'x < 1: inconclusive'],
    });
  });

  it('is inconclusive when a budget could not be decided and none failed', () => {
    expect(verdict([pass, inconclusive], [])).toEqual({
      result: 'inconclusive',
      reasons: ['x < 1: inconclusive'],
    });
  });

  it('is invalid whatever the budgets say when the instrument was at fault', () => {
    const cause = 'the ledger is out of balance by 1 order';
    expect(verdict([fail, pass], [cause])).toEqual({ result: 'invalid', reasons: [cause, 'x < 1: fail'] });
    expect(verdict([pass], [cause])).toEqual({ result: 'invalid', reasons: [cause] });
    expect(verdict([], [cause])).toEqual({ result: 'invalid', reasons: [cause] });
  });

  it('passes without budgets and says that nothing was judged', () => {
    expect(verdict([], [])).toEqual({
      result: 'pass',
      reasons: ['the profile has no budgets, so nothing was judged'],
    });
  });

  it('has an exit code for each result', () => {
    expect(verdictExitCode('pass')).toBe(0);
    expect(verdictExitCode('fail')).toBe(1);
    expect(verdictExitCode('inconclusive')).toBe(3);
    expect(verdictExitCode('invalid')).toBe(4);
  });
});
