import { describe, expect, it } from 'vitest';
import { verdict, verdictExitCode } from '../../src/gate/verdict.js';
import { judged as budget } from './judged.js';

function judged(result: 'pass' | 'fail' | 'inconclusive') {
  return budget({ budget: 'x < 1', result });
}
const pass = judged('pass');
const fail = judged('fail');
const inconclusive = judged('inconclusive');

describe('verdict', () => {
  it('passes when every budget holds, and says so', () => {
    expect(verdict([pass, pass], [])).toEqual({ result: 'pass', reasons: ['2 of 2 budgets hold'] });
    expect(verdict([pass], []).reasons).toEqual(['1 of 1 budgets hold']);
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

  it('is not changed by a budget that only warns, which is told behind all others', () => {
    const warning = budget({ budget: 'y < 1', result: 'fail', severity: 'warn' });
    const open = budget({ budget: 'z < 1', result: 'inconclusive', severity: 'warn' });
    const warned = ['warning: y < 1: fail', 'warning: z < 1: inconclusive'];
    expect(verdict([open, pass, warning], [])).toEqual({
      result: 'pass',
      reasons: ['1 of 1 budgets hold', ...warned],
    });
    expect(verdict([warning, fail, open], [])).toEqual({
      result: 'fail',
      reasons: ['x < 1: fail', ...warned],
    });
    expect(verdict([warning], [])).toEqual({
      result: 'pass',
      reasons: ['no budget decides: all of them only warn', 'warning: y < 1: fail'],
    });
  });

  it('can be mapped to another exit code where it is inconclusive, and only there', () => {
    expect(verdictExitCode('inconclusive', 'fail')).toBe(1);
    expect(verdictExitCode('inconclusive', 'pass')).toBe(0);
    expect(verdictExitCode('invalid', 'pass')).toBe(4);
    expect(verdictExitCode('fail', 'pass')).toBe(1);
    expect(verdictExitCode('pass', 'fail')).toBe(0);
  });

  it('has an exit code for each result', () => {
    expect(verdictExitCode('pass')).toBe(0);
    expect(verdictExitCode('fail')).toBe(1);
    expect(verdictExitCode('inconclusive')).toBe(3);
    expect(verdictExitCode('invalid')).toBe(4);
  });
});
