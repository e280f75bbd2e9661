import { expect, it } from 'vitest';
import { randomSource } from '../src/random.js';

const draws = 100_000;

it('draws of one seed and purpose are always the same, in whatever order they are taken', () => {
  const [first, second] = [randomSource(7, 'arrivals'), randomSource(7, 'arrivals')];
  const forward = Array.from({ length: 100 }, (_, n) => first.uniform(n));
  const backward = Array.from({ length: 100 }, (_, n) => second.uniform(99 - n));
  expect(backward.reverse()).toEqual(forward);
});

it.each([
  ['arrivals', 1],
  ['retry jitter', 2],
  ['replays', 2 ** 40 + 3],
])('draws for %j under seed %d are uniform in the open interval', (purpose, seed) => {
  const source = randomSource(seed, purpose);
  const tenths = new Array<number>(10).fill(0);
  for (let n = 0; n < draws; n += 1) {
    const draw = source.uniform(n);
    if (!(draw > 0 && draw < 1)) throw new Error(`draw ${n} is ${draw}`);
    const tenth = Math.floor(draw * 10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  // Chi square with 9 degrees of freedom: 27.88 is passed once in a thousand seeds.
  const chiSquare = tenths.reduce((sum, count) => sum + (count - draws / 10) ** 2 / (draws / 10), 0);
  expect(chiSquare).toBeLessThan(27.88);
});

it.each([
  ['neighbouring draws', (n: number) => randomSource(1, 'a').uniform(n + 1)],
  ['other purposes', (n: number) => randomSource(1, 'b').uniform(n)],
  ['other seeds', (n: number) => randomSource(2, 'a').uniform(n)],
  ['seeds that differ above 32 bits', (n: number) => randomSource(1 + 2 ** 32, 'a').uniform(n)],
])('draws are not correlated with those of %s', (_, other) => {
  const source = randomSource(1, 'a');
  let sum = 0;
  const count = 20_000;
  for (let n = 0; n < count; n += 1) sum += (source.uniform(n) - 0.5) * (other(n) - 0.5);
  // Correlation: covariance over the variance 1/12; its standard deviation is 1/√n.
  expect(Math.abs((sum / count) * 12)).toBeLessThan(4 / Math.sqrt(count));
});
