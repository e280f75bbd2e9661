import { expect, it } from 'vitest';
import { percentileRanks } from '../../src/statistics/percentile-ranks.js';

it('percentile ranks bound the median, p95 and p99 of a thousand orders', () => {
  expect(percentileRanks(1000, 0.5)).toEqual({ lower: 474, upper: 527 });
  expect(percentileRanks(1000, 0.05)).toEqual({ lower: 938, upper: 962 });
  expect(percentileRanks(1000, 0.01)).toEqual({ lower: 985, upper: 996 });
});

it('percentile ranks have no upper bound below the least sample', () => {
  expect(percentileRanks(58, 0.05).upper).toBeNull();
  expect(percentileRanks(59, 0.05).upper).toBe(59);
});
