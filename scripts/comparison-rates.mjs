// How often foxload compare names something worse or better between simulated runs, and how often it finds that delivery is worse.
// The table of docs/measuring.md. After `npm run build`: node scripts/comparison-rates.mjs [comparisons]
import { ChanceStream } from '../dist/compare/chance-stream.js';
import { comparisonDefaults } from '../dist/compare/compare-runs.js';
import { compareSamples } from '../dist/compare/compare-samples.js';
import { randomSource } from '../dist/random.js';

const comparisons = Number(process.argv[2] ?? 400);
const orders = 2_000;
const deadlineMs = 300_000;
const cases = [
  ['equal, margin 10 %', 1, 0.1],
  ['equal, margin 0 %', 1, 0],
  ['10 % slower, margin 10 %', 1.1, 0.1],
  ['20 % slower, margin 10 %', 1.2, 0.1],
  ['30 % slower, margin 10 %', 1.3, 0.1],
];

function run(slower, seed) {
  const chance = new ChanceStream(randomSource(seed, 'simulated run'));
  const draw = (count, next) => Array.from({ length: count }, next);
  const failed = draw(orders, () => chance.uniform()).filter((u) => u < 0.02).length;
  const timesMs = draw(orders - failed, () => slower * 12_000 * Math.exp(0.8 * chance.normal()));
  const delivery = ranked(timesMs);
  const answer = ranked(draw(orders, () => 50 * Math.exp(0.5 * chance.normal())));
  const duplicates = draw(orders, () => chance.uniform()).filter((u) => u < 0.01).length;
  const share = (part) => ({ part, n: orders });
  return {
    times: { delivery, service: delivery, answer },
    shares: new Map([
      ['success.rate', share(orders - failed - delivery.undelivered)],
      ['failures.rate', share(failed)],
      ['failures.supplier_timeout.rate', share(failed)],
      ['refusals.rate', share(0)],
      ['undelivered.rate', share(delivery.undelivered)],
      ['webhooks.duplicate.rate', share(duplicates)],
    ]),
  };
}

function ranked(timesMs) {
  const rising = Float64Array.from(timesMs.filter((ms) => ms <= deadlineMs)).sort();
  const undelivered = timesMs.length - rising.length;
  return { count: rising.length, undelivered, deadlineMs, valueAtRankMs: (rank) => rising[rank - 1] };
}

process.stdout.write(
  '| head | comparisons | anything worse or better | delivery worse |\n|---|---|---|---|\n',
);
for (const [name, slower, margin] of cases) {
  let any = 0;
  let worse = 0;
  for (let seed = 1; seed <= comparisons; seed += 1) {
    const settings = { ...comparisonDefaults, margin, seed };
    const metrics = compareSamples([run(1, 2 * seed)], [run(slower, 2 * seed + 1)], settings);
    const moved = metrics.filter(({ result }) => result === 'worse' || result === 'better');
    if (moved.length > 0) any += 1;
    if (moved.some(({ metric, result }) => metric.startsWith('delivery.') && result === 'worse')) worse += 1;
  }
  process.stdout.write(`| ${name} | ${comparisons} | ${any} | ${worse} |\n`);
}
