import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arrivalSchedule,
  expectedOrders,
  loadDurationMs,
  plannedRate,
} from '../../src/load/arrival-schedule.js';
import type { LoadStage, OpenLoad } from '../../src/profile/profile.js';

function load(arrivals: OpenLoad['arrivals'], stages: readonly LoadStage[], seed = 1): OpenLoad {
  return { model: 'open', arrivals, stages, maxInFlight: 1000, seed };
}

function stage(kind: LoadStage['kind'], ratePerSecond: number, durationMs: number): LoadStage {
  return { kind, ratePerSecond, durationMs };
}

function instants(profile: OpenLoad): number[] {
  return [...arrivalSchedule(profile)].map(({ atMs }) => atMs);
}

const mixed = [
  stage('constant', 10, 1000),
  stage('spike', 100, 1000),
  stage('ramp', 20, 1000),
  stage('constant', 20, 500),
];

describe('uniform arrivals', () => {
  it('of a constant rate stand at equal distances from the first instant on', () => {
    expect(instants(load('uniform', [stage('constant', 4, 1500)]))).toEqual([0, 250, 500, 750, 1000, 1250]);
  });

  it('of a ramp from nothing stand where the integral of the rate reaches a whole number', () => {
    // 0 to 100/s within 10 s: 5 t² orders after t seconds.
    const ramp = instants(load('uniform', [stage('ramp', 100, 10_000)]));
    expect(ramp).toHaveLength(500);
    ramp.forEach((atMs, k) => {
      expect(atMs).toBeCloseTo(Math.sqrt(k / 5) * 1000, 6);
    });
  });

  it('of a ramp down to nothing end with it', () => {
    const down = instants(load('uniform', [stage('constant', 10, 1000), stage('ramp', 0, 2000)]));
    expect(down).toHaveLength(20);
    // 10 t - 2.5 t² orders after t seconds of the ramp.
    expect(down[19]).toBeCloseTo(1000 + ((10 - Math.sqrt(100 - 10 * 9)) / 5) * 1000, 6);
  });

  it('of a ramp after a spike start from the rate before the spike', () => {
    const arrivals = [...arrivalSchedule(load('uniform', mixed))];
    expect([0, 1, 2, 3].map((n) => arrivals.filter(({ stage: at }) => at === n).length)).toEqual([
      10, 100, 15, 10,
    ]);
    const ramp = arrivals.filter(({ stage: at }) => at === 2);
    expect(ramp[0]?.atMs).toBeCloseTo(2000, 6);
    // 10 t + 5 t² = 1 order after t seconds.
    expect(ramp[1]?.atMs).toBeCloseTo(2000 + ((Math.sqrt(120) - 10) / 10) * 1000, 6);
  });

  it('leave nothing in a stage of rate nought', () => {
    const stages = [stage('constant', 2, 1000), stage('constant', 0, 5000), stage('constant', 2, 1000)];
    expect(instants(load('uniform', stages))).toEqual([0, 500, 6000, 6500]);
  });

  it('are as many as expected, rounded up, and lie within their stages in order, for any stages', () => {
    const anyStage = fc.record({
      kind: fc.constantFrom('constant', 'ramp', 'spike'),
      ratePerSecond: fc.integer({ min: 0, max: 300 }),
      durationMs: fc.integer({ min: 1, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(anyStage, { minLength: 1, maxLength: 6 }), fc.boolean(), (stages, poisson) => {
        const arrivals = [...arrivalSchedule(load(poisson ? 'poisson' : 'uniform', stages))];
        const begins = stages.map((_, index) => loadDurationMs(stages.slice(0, index)));
        const outside = arrivals.filter(({ atMs, stage: at }) => {
          const beginMs = begins[at] ?? Number.NaN;
          const durationMs = stages[at]?.durationMs ?? Number.NaN;
          return !(atMs >= beginMs - 1e-6 && atMs <= beginMs + durationMs + 1e-6);
        });
        expect(outside).toEqual([]);
        expect(arrivals.filter(({ atMs }, k) => atMs < (arrivals[k - 1]?.atMs ?? 0) - 1e-6)).toEqual([]);
        if (!poisson) expect(arrivals).toHaveLength(Math.ceil(expectedOrders(stages) - 1e-6));
      }),
      { seed: 61, numRuns: 500 },
    );
  });
});

describe('Poisson arrivals', () => {
  const hour = [stage('constant', 50, 1_000_000)];

  it('are the same for the same seed and others for another', () => {
    const stages = [stage('constant', 50, 10_000)];
    expect(instants(load('poisson', stages, 7))).toEqual(instants(load('poisson', stages, 7)));
    expect(instants(load('poisson', stages, 8))).not.toEqual(instants(load('poisson', stages, 7)));
  });

  it.each([1, 2, 3])('have the mean and the variance of a Poisson process (seed %d)', (seed) => {
    const seconds = 1000;
    const counts = new Array<number>(seconds).fill(0);
    for (const atMs of instants(load('poisson', hour, seed))) {
      const second = Math.floor(atMs / 1000);
      counts[second] = (counts[second] ?? 0) + 1;
    }
    const total = counts.reduce((sum, count) => sum + count, 0);
    const mean = total / seconds;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (seconds - 1);
    // Four standard deviations: of the count, its own root; of variance over mean, √(2 / (n - 1)).
    expect(Math.abs(total - 50_000)).toBeLessThan(4 * Math.sqrt(50_000));
    expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt(2 / (seconds - 1)));
  });

  it('have exponential gaps: a share of 1 - 1/e is shorter than the mean', () => {
    const at = instants(load('poisson', hour, 4));
    const short = at.filter((atMs, k) => k > 0 && atMs - (at[k - 1] ?? 0) < 20).length;
    const share = 1 - Math.exp(-1);
    const deviation = Math.sqrt((share * (1 - share)) / (at.length - 1));
    expect(Math.abs(short / (at.length - 1) - share)).toBeLessThan(4 * deviation);
  });

  it('follow the stages in number', () => {
    const arrivals = [
      ...arrivalSchedule(
        load(
          'poisson',
          mixed.map((s) => ({ ...s, durationMs: s.durationMs * 100 })),
        ),
      ),
    ];
    const counts = [0, 1, 2, 3].map((n) => arrivals.filter(({ stage: at }) => at === n).length);
    [1000, 10_000, 1500, 1000].forEach((expected, n) => {
      expect(Math.abs((counts[n] ?? 0) - expected)).toBeLessThan(4 * Math.sqrt(expected));
    });
  });
});

describe('the stages', () => {
  it('tell their duration, their orders and the rate at each instant', () => {
    expect(loadDurationMs(mixed)).toBe(3500);
    expect(expectedOrders(mixed)).toBeCloseTo(135, 9);
    const rates = [-1, 0, 999, 1000, 1999, 2000, 2500, 3000, 3499, 3500].map((atMs) =>
      plannedRate(mixed, atMs),
    );
    expect(rates.map((rate) => Math.round(rate * 1000) / 1000)).toEqual([
      0, 10, 10, 100, 100, 10, 15, 20, 20, 0,
    ]);
  });
});
