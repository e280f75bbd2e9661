// How often runs pass, fail and decide nothing, when the true p95 is 0.9, 1.0 and 1.1 times the budget: computed, not
// simulated, from the exact binomial distribution of the number of late orders, beside the plain gate that compares the
// sample's p95 with the budget. The table of docs/measuring.md. After `npm run build`: node scripts/error-rates.mjs
import { normalQuantile } from '../dist/sandbox/normal-quantile.js';
import { probabilityOfAtLeast, probabilityOfAtMost } from '../dist/statistics/binomial-tail.js';
import { shareLimits } from '../dist/statistics/share-limits.js';

const sizes = [60, 100, 300, 1000, 3000, 10_000];
const scales = [0.9, 42 / 45, 1, 1.1];
// Log-normal delivery times: median 12 s, p95 45 s at the scale 1.
const sigma = Math.log(45 / 12) / normalQuantile(0.95);

function lateShare(scale) {
  const score = Math.log(45 / (scale * 12)) / sigma;
  let [low, high] = [0.5, 1 - 1e-12];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    if (normalQuantile(middle) < score) low = middle;
    else high = middle;
  }
  return 1 - low;
}

const line = (text) => process.stdout.write(`${text}\n`);
const percent = (share) => `${(share * 100).toFixed(1)} %`;

line('| true p95 | orders | pass | fail | inconclusive | plain gate fails |');
line('|---|---|---|---|---|---|');
for (const scale of scales) {
  const share = lateShare(scale);
  for (const n of sizes) {
    const { atMost, atLeast } = shareLimits(n, 0.05);
    const pass = atMost === null ? 0 : probabilityOfAtMost(atMost, n, share);
    const fail = atLeast === null ? 0 : probabilityOfAtLeast(atLeast, n, share);
    // The sample's p95 is at rank ceil(0.95 n); it is above the budget when more orders are late than lie behind it.
    const plain = probabilityOfAtLeast(n - Math.ceil((95 * n) / 100) + 1, n, share);
    const cells = [
      `${(scale * 45).toFixed(1)} s`,
      n,
      percent(pass),
      percent(fail),
      percent(1 - pass - fail),
      percent(plain),
    ];
    line(`| ${cells.join(' | ')} |`);
  }
}
