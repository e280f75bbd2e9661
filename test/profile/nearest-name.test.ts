import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from '../../src/profile/edit-distance.js';
import { nearestName, suggestion } from '../../src/profile/nearest-name.js';

test.each([
  ['', '', 0],
  ['abc', '', 3],
  ['arivals', 'arrivals', 1],
  ['poison', 'poisson', 1],
  ['laod', 'load', 1],
  ['kitten', 'sitting', 3],
  // Restricted: what was swapped is not edited again, so this is 3 and not 2.
  ['ca', 'abc', 3],
])('from %j to %j it takes %d edits', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

test('the distance is symmetric, zero only for equal texts, and never more than the longer length', () => {
  const word = fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b', 'c') });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance === 0).toBe(a === b);
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
    }),
    { seed: 6, numRuns: 1_000 },
  );
});

test('the nearest name is found over slips, case, hyphens and underscores', () => {
  const names = ['arrivals', 'stages', 'maxInFlight', 'seed'];
  expect(nearestName('arivals', names)).toBe('arrivals');
  expect(nearestName('max_in_flight', names)).toBe('maxInFlight');
  expect(nearestName('MAXINFLIGHT', names)).toBe('maxInFlight');
});

test('a name that is far from all others suggests nothing', () => {
  expect(nearestName('throughput', ['arrivals', 'stages', 'seed'])).toBeNull();
  expect(suggestion('throughput', ['arrivals'])).toBe('');
});

test('of equally near names the first is suggested', () => {
  expect(suggestion('p9', ['p90', 'p95', 'p99'])).toBe(' (did you mean p90?)');
});
