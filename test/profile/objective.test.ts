import { describe, expect, it, test } from 'vitest';
import { objectivePattern, parseObjective } from '../../src/profile/objective.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { problemsOf } from './problems-of.js';

const dayMs = 86_400_000;
const head = 'name: canary\nload: { stages: [ { rate: 5/s, for: 1s } ] }\norders: [ { sku: a } ]\n';

describe('an objective', () => {
  it('on the time of delivery has a threshold, which is its name', () => {
    expect(parseObjective('delivery within 45s for 95% over 7d')).toEqual({
      text: 'delivery within 45s for 95% over 7d',
      name: 'delivery_45s',
      withinMs: 45_000,
      ratio: 0.95,
      periodMs: 7 * dayMs,
    });
  });

  it('on success has none', () => {
    const { name, withinMs, ratio, periodMs } = parseObjective('success for 0.999 over 30d');
    expect([name, withinMs, ratio, periodMs]).toEqual(['success', null, 0.999, 30 * dayMs]);
  });

  it.each([
    ['delivery in 45s for 95% over 7d', 'delivery within 45s for 95% over 7d, or success for 95% over 7d'],
    ['delivery within 0s for 95% over 7d', 'a positive duration like 45s instead of 0s'],
    [
      'success for 100% over 7d',
      'a share above 0% and below 100% like 95% instead of 100%: what is left is the error budget',
    ],
    ['success for 95% over 1h', 'a period from 1d to 90d like 7d instead of 1h'],
    ['success for 95% over 91d', 'a period from 1d to 90d like 7d instead of 91d'],
  ])('is refused: %s', (text, wanted) => {
    expect(() => parseObjective(text)).toThrow(`objective is "${text}"; wanted ${wanted}`);
  });

  it('is known to editors by a pattern that all readable ones match', () => {
    const pattern = new RegExp(objectivePattern());
    expect(pattern.test('delivery within 1m30s for 99.9% over 30d')).toBe(true);
    expect(pattern.test('success for 95% over 7d')).toBe(true);
    expect(pattern.test('success for 95%')).toBe(false);
  });
});

test('a profile has its objectives in its order', () => {
  const text = `${head}objectives: [ delivery within 12s for 50% over 7d, success for 95% over 7d ]\n`;
  expect(readProfile(text, 'c.yaml').objectives.map(({ name }) => name)).toEqual(['delivery_12s', 'success']);
});

test.each([
  [
    'objectives: [ success for 95% ]',
    'objectives[0] is "success for 95%"; wanted delivery within 45s for 95% over 7d, or success for 95% over 7d',
  ],
  [
    'objectives: [ success for 95% over 7d, success for 99% over 7d ]',
    'objectives[1] is "success for 99% over 7d"; wanted an objective with a threshold of its own, because one before it has the same',
  ],
  [
    'deadline: 30s\nobjectives: [ delivery within 45s for 95% over 7d ]',
    'objectives[0] is "delivery within 45s for 95% over 7d"; wanted at most the deadline of 30s, because no later delivery counts as one',
  ],
  [
    'objectives: success for 95% over 7d',
    'objectives is "success for 95% over 7d"; wanted a list of at most 10 objectives like delivery within 45s for 95% over 7d',
  ],
])('a profile with %s is refused', (lines, message) => {
  expect(problemsOf(`${head}${lines}\n`).map(({ message: told }) => told)).toEqual([
    expect.stringContaining(message),
  ]);
});
