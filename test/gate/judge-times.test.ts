import { describe, expect, it } from 'vitest';
import { judge } from '../../src/gate/judge.js';
import { timeLimits } from '../../src/gate/time-limits.js';
import { parseBudget } from '../../src/profile/budget.js';
import { deadlineMs, deliveries, figuresWith } from './figures.js';

/** `count` orders that took `ms` each. */
function orders(count: number, ms: number): number[] {
  return Array.from({ length: count }, () => ms);
}

/** A budget, judged over deliveries that took so long and orders that never came. */
function judged(text: string, deliveredMs: readonly number[], undelivered = 0) {
  const budget = parseBudget(text);
  const latency = deliveries(deliveredMs, undelivered, timeLimits([budget], null));
  const [result] = judge([budget], figuresWith({ latency }));
  if (result === undefined) throw new Error('one budget gives one result');
  return result;
}

describe('a percentile', () => {
  it.each([
    ['delivery.p50', 473, 527],
    ['delivery.p95', 38, 63],
    ['delivery.p99', 4, 16],
  ])(
    '%s of 1,000 orders passes with %i late ones, fails with %i, and decides nothing between',
    (metric, pass, fail) => {
      const outcome = (late: number) =>
        judged(`${metric} < 45s`, [...orders(1000 - late, 1000), ...orders(late, 50_000)]).result;
      expect([outcome(pass), outcome(pass + 1), outcome(fail - 1), outcome(fail)]).toEqual([
        'pass',
        'inconclusive',
        'inconclusive',
        'fail',
      ]);
    },
  );

  it('never passes with fewer orders than its test needs, however fast they were', () => {
    expect(judged('delivery.p95 < 45s', orders(58, 1)).result).toBe('inconclusive');
    expect(judged('delivery.p95 < 45s', orders(59, 1)).result).toBe('pass');
    expect(judged('delivery.p95 < 45s', orders(58, 1)).explanation).toBe(
      'delivery.p95 < 45s cannot be decided: observed 1 ms, 95 % lower bound 1 ms (n = 58), wanted less than 45 s; 0 of 58 late, takes 59 to pass, fails from 7',
    );
    expect(judged('delivery.p95 < 45s', []).explanation).toBe(
      'delivery.p95 < 45s cannot be decided: nothing observed, wanted less than 45 s',
    );
  });

  it('is decided by unrounded times: a bucket of the histogram holds both sides of the threshold', () => {
    const below = orders(100, 45_000 - 1e-6);
    expect(judged('delivery.p95 < 45s', below).result).toBe('pass');
    expect(judged('delivery.p95 < 45s', orders(100, 45_000)).result).toBe('fail');
    expect(judged('delivery.p95 <= 45s', orders(100, 45_000)).result).toBe('pass');
    expect(judged('delivery.p95 <= 45s', orders(100, 45_000 + 1e-6)).result).toBe('fail');
    // Never a figure on the wrong side of the threshold.
    expect(judged('delivery.p95 < 45s', [...below, 50_000])).toMatchObject({
      observed: 45_000,
      result: 'pass',
    });
  });

  it('shows the bounds that its test gives, as times at ranks', () => {
    const result = judged(
      'delivery.p95 < 1010ms',
      Array.from({ length: 1000 }, (_, i) => i + 1),
    );
    expect(result.observed).toBeCloseTo(950, -1);
    expect(result.lower).toBeCloseTo(938, -1);
    expect(result.upper).toBeCloseTo(962, -1);
    expect(result).toMatchObject({
      result: 'pass',
      n: 1000,
      keepsIt: true,
      evidence: { against: 0, passAtMost: 38, failAtLeast: 63 },
    });
    expect(result.explanation).toMatch(
      /^delivery\.p95 < 1010ms holds: observed 95\d[.\d]* ms, 95 % bounds 93\d[.\d]* ms to 96\d[.\d]* ms \(n = 1000\); 0 of 1000 late, passes up to 38$/,
    );
  });

  it('counts undelivered orders as late, also where all that were delivered came in time', () => {
    const delivered = orders(940, 1000);
    expect(judged('delivery.p95 < 45s', delivered, 60).result).toBe('inconclusive');
    expect(judged('deliveryOnly.p95 < 45s', delivered, 60).result).toBe('pass');
    const fail = judged('service.p95 < 45s', delivered, 63);
    expect(fail).toMatchObject({
      result: 'fail',
      observed: null,
      upper: null,
      beyondMs: deadlineMs,
      evidence: { against: 63 },
    });
    expect(fail.explanation).toMatch(
      /^service\.p95 < 45s does not hold: observed later than the deadline of 300 s.* \(n = 1003\), wanted less than 45 s; 63 of 1003 late, fails from 63$/,
    );
  });

  it('neither passes nor fails for undelivered orders where its threshold lies beyond the deadline', () => {
    expect(judged('delivery.p95 < 400s', orders(900, 1000), 100).result).toBe('inconclusive');
    expect(judged('delivery.p95 < 400s', orders(900, 1000), 100).keepsIt).toBeNull();
    expect(judged('delivery.p95 < 400s', orders(1000, 1000), 20).result).toBe('pass');
    expect(judged('delivery.p95 > 400s', orders(900, 1000), 100).result).toBe('inconclusive');
    expect(judged('delivery.p95 < 300s', orders(900, 1000), 100).result).toBe('fail');
  });

  it.each([
    ['>', 'fail', 'fail', 'pass'],
    ['>=', 'fail', 'pass', 'pass'],
    ['<', 'pass', 'fail', 'fail'],
    ['<=', 'pass', 'pass', 'fail'],
  ])('takes %s as written: every time below, at and above the threshold', (operator, below, at, above) => {
    const outcome = (ms: number) => judged(`delivery.p95 ${operator} 10s`, orders(100, ms)).result;
    expect([outcome(9999), outcome(10_000), outcome(10_001)]).toEqual([below, at, above]);
  });

  it('asked to be large passes where enough orders are, by the same test', () => {
    const outcome = (large: number) =>
      judged('delivery.p95 > 10s', [...orders(1000 - large, 1000), ...orders(large, 20_000)]).result;
    expect([outcome(63), outcome(62), outcome(39), outcome(38)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
      'fail',
    ]);
  });
});

describe('a share within a time', () => {
  it('is the same promise as a percentile, with its bounds as shares', () => {
    const times = [...orders(970, 45_000), ...orders(30, 45_001)];
    const result = judged('delivery.within(45s) >= 95%', times);
    expect(result).toMatchObject({ observed: 0.97, n: 1000, result: 'pass', unit: 'ratio' });
    expect(result.lower).toBeCloseTo(0.9595, 4);
    expect(result.upper).toBeCloseTo(0.9783, 3);
    expect(result.evidence).toEqual({ against: 30, passAtMost: 38, failAtLeast: 63 });
    expect(result.explanation).toMatch(
      /^delivery\.within\(45s\) >= 95% holds: observed 97 %, 95 % bounds 95\.\d+ % to 97\.\d+ % \(n = 1000\); 30 of 1000 late, passes up to 38$/,
    );
  });

  it('counts undelivered orders as not within it', () => {
    expect(judged('delivery.within(45s) >= 95%', orders(937, 1000), 63).result).toBe('fail');
    expect(judged('delivery.within(45s) >= 95%', orders(940, 1000), 60).result).toBe('inconclusive');
    expect(judged('delivery.within(400s) >= 95%', orders(900, 1000), 100).result).toBe('inconclusive');
  });

  it('that must be all is decided by one order outside', () => {
    expect(judged('delivery.within(45s) == 100%', orders(10, 1000)).result).toBe('pass');
    expect(judged('delivery.within(45s) >= 100%', [...orders(10, 1000), 46_000]).result).toBe('fail');
  });
});

describe('the greatest and the mean time', () => {
  it('are decided by what was observed, and say so', () => {
    expect(judged('delivery.max < 2s', [1000, 1999]).explanation).toBe(
      'delivery.max < 2s holds: observed 1.999 s (n = 2); that is true of the orders observed, not of all',
    );
    expect(judged('delivery.max < 2s', [1000, 2000]).explanation).toBe(
      'delivery.max < 2s does not hold: observed 2 s (n = 2), wanted less than 2 s',
    );
    expect(judged('delivery.mean <= 1500ms', [1000, 2000]).explanation).toBe(
      'delivery.mean <= 1500ms holds: observed 1.5 s (n = 2); decided by the observed mean alone',
    );
  });

  it('with an undelivered order: the greatest is beyond the deadline, the mean is not known', () => {
    expect(judged('delivery.max < 300s', [1000], 1)).toMatchObject({ result: 'fail', beyondMs: deadlineMs });
    expect(judged('delivery.max < 301s', [1000], 1)).toMatchObject({ result: 'inconclusive', keepsIt: null });
    expect(judged('delivery.max > 299s', [1000], 1).result).toBe('pass');
    expect(judged('delivery.mean < 20s', [1000], 1)).toMatchObject({
      result: 'inconclusive',
      observed: null,
    });
    expect(judged('delivery.mean < 20s', [1000], 1)).not.toHaveProperty('beyondMs');
  });
});
