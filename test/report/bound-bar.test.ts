import { describe, expect, it } from 'vitest';
import { boundBar, boundsText } from '../../src/report/bound-bar.js';
import { judged } from '../gate/judged.js';

/** Where the interval begins and ends, the dot is, and the threshold. */
function drawn(svg: string): { interval: number[]; seen: number; threshold: number } {
  const numbers = (pattern: RegExp) => (pattern.exec(svg) ?? []).slice(1).map(Number);
  return {
    interval: numbers(/class="interval \w+" d="M([\d.]+) 16H([\d.]+)/),
    seen: numbers(/class="seen \w+" cx="([\d.]+)"/)[0] ?? Number.NaN,
    threshold: numbers(/class="threshold" d="M([\d.]+) /)[0] ?? Number.NaN,
  };
}

describe("a budget's bounds against its threshold", () => {
  it('lie left of it where the whole interval is below, at distances that are true to scale', () => {
    const { interval, seen, threshold } = drawn(
      boundBar(judged({ lower: 100, observed: 150, upper: 200, threshold: 300 })),
    );
    const [left = 0, right = 0] = interval;
    expect(threshold - right).toBeCloseTo(right - left, 6);
    expect(seen).toBeCloseTo((left + right) / 2, 6);
  });

  it('shade the side that keeps the budget', () => {
    const side = (operator: '<' | '>') => {
      const svg = boundBar(judged({ lower: 0.94, observed: 0.95, upper: 0.96, threshold: 0.95, operator }));
      return (/class="kept" x="([\d.]+)"/.exec(svg) ?? [])[1];
    };
    expect([side('<'), side('>')]).toEqual(['0', '110']);
    expect(boundBar(judged({ operator: '==', observed: 0, threshold: 0, unit: 'count' }))).not.toContain(
      'kept',
    );
  });

  it('end in an arrow where the upper one lies beyond the deadline', () => {
    const svg = boundBar(
      judged({ observed: null, lower: 900, upper: null, beyondMs: 4000, threshold: 2000 }),
    );
    expect(svg).toContain('l5 4l-5 4');
    expect(drawn(svg).interval[1]).toBe(218);
    expect(svg).not.toContain('class="seen');
  });

  it('are not drawn where nothing was observed, and hold no figure that is no number', () => {
    expect(boundBar(judged({ n: 0, observed: null }))).toBe('');
    for (const threshold of [0, 5]) {
      expect(boundBar(judged({ observed: 0, threshold, unit: 'count' }))).not.toMatch(/NaN|Infinity/);
    }
  });

  it('are told in words', () => {
    expect(boundsText(judged({ lower: 95.103, upper: 102.079 }))).toBe('95.1 ms to 102 ms');
    expect(boundsText(judged({ lower: 0.967_734, upper: null, unit: 'ratio' }))).toBe('96.8 % to ?');
    expect(boundsText(judged())).toBe('–');
  });
});
