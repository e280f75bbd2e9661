import { expect, it } from 'vitest';
import { orderMix } from '../../src/load/order-mix.js';

const entries = [3, 1, 0, 6].map((weight, n) => ({ sku: `sku-${n}`, quantity: 1, weight }));
const orders = 100_000;

function shares(counts: readonly number[]): number[] {
  return counts.map((count) => count / orders);
}

it('the mix gives each SKU its share, and none to a weight of nought', () => {
  const mix = orderMix(entries, 0, 5);
  const counts = [0, 0, 0, 0];
  for (let seq = 0; seq < orders; seq += 1) counts[mix.skuOf(seq)] = (counts[mix.skuOf(seq)] ?? 0) + 1;
  shares(counts).forEach((share, n) => {
    const wanted = [0.3, 0.1, 0, 0.6][n] ?? Number.NaN;
    expect(Math.abs(share - wanted)).toBeLessThanOrEqual(4 * Math.sqrt((wanted * (1 - wanted)) / orders));
  });
});

it.each([0, 0.01, 0.5, 1])('the mix replays a share of %d', (replays) => {
  const mix = orderMix(entries, replays, 5);
  let count = 0;
  for (let seq = 0; seq < orders; seq += 1) count += mix.isReplayed(seq) ? 1 : 0;
  const deviation = Math.sqrt((replays * (1 - replays)) / orders);
  expect(Math.abs(count / orders - replays)).toBeLessThanOrEqual(4 * deviation);
});

it('the mix of one seed is always the same, asked in any order', () => {
  const [first, second] = [orderMix(entries, 0.1, 9), orderMix(entries, 0.1, 9)];
  const forward = Array.from({ length: 1000 }, (_, seq) => [first.skuOf(seq), first.isReplayed(seq)]);
  const backward = Array.from({ length: 1000 }, (_, n) => [
    second.skuOf(999 - n),
    second.isReplayed(999 - n),
  ]);
  expect(backward.reverse()).toEqual(forward);
});
