import { describe, expect, it } from 'vitest';
import { htmlText } from '../../src/report/html-text.js';
import { percentilePlot } from '../../src/report/percentile-plot.js';
import { runPage } from '../../src/report/run-page.js';
import type { RunDetails } from '../../src/run/run-details.js';
import type { RunResult } from '../../src/run/run-result.js';
import { judged } from '../gate/judged.js';
import { detailsWith, shownOrder } from './hand-made-details.js';
import { resultWith, times } from './hand-made-result.js';

const assets = { script: 'draw()', style: '.uplot{}' };

function pageOf(result: RunResult, details: RunDetails = detailsWith()): string {
  return runPage({ result, details, folder: 'reports/one' }, assets);
}

describe("a run's page", () => {
  it('begins with the verdict and its reasons, and ends with the command that runs it again', () => {
    const page = pageOf(resultWith({ verdict: { result: 'fail', reasons: ['it was too slow'] } }));
    expect(page).toContain('<title>FAIL: demo, foxload</title>');
    expect(page.indexOf('✗ FAIL')).toBeLessThan(page.indexOf('<li>it was too slow</li>'));
    expect(page.indexOf('it was too slow')).toBeLessThan(page.indexOf('<h2>Budgets</h2>'));
    expect(page).toContain('<pre><code>foxload run reports/one/profile.yaml</code></pre>');
  });

  it('lets its one script run and nothing else, and loads nothing', () => {
    const page = pageOf(resultWith({}));
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-jm3FkV4tNIdBUr8jRVVl5n9PUixlaxTWD0pdpFiSH5A='; `,
    );
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toMatch(/<link|@import|url\(|src=/);
  });

  it('lets no text from outside become part of it', () => {
    const evil = '</script><img src=x onerror="boom()">';
    const page = pageOf(
      resultWith({
        verdict: { result: 'invalid', reasons: [evil] },
        budgets: [judged({ budget: evil, observed: 1 })],
        failures: [{ reason: evil, retryable: true, count: 1, rate: 1 }],
      }),
      detailsWith({ slowest: [shownOrder({ sku: evil, orderId: evil })] }),
    );
    expect(page).not.toContain('<img');
    expect(page.match(/<\/script>/g)).toHaveLength(2);
    expect(page.split(htmlText(evil)).length).toBeGreaterThan(5);
  });

  it('says what there is not, for a run without an order', () => {
    const page = pageOf(resultWith({}));
    expect(page).toContain('The profile has no budgets, so nothing was judged.');
    expect(page).toContain('No order was planned.');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('tells what became of an order that has no webhook', () => {
    const lost = shownOrder({ outcome: 'lost', via: 'poll', orderId: null, decidedMs: 4_100 });
    const page = pageOf(resultWith({}), detailsWith({ undelivered: [lost] }));
    expect(page).toContain('<code>number 7</code>');
    expect(page).toContain('given up after 4.10 s');
  });
});

describe('the percentile plot', () => {
  const curve = [0.1, 0.5, 0.9, 0.95, 0.99].map((quantile) => ({
    quantile,
    ms: quantile < 0.96 ? 1000 * quantile : null,
  }));
  const result = resultWith({
    latency: {
      ...resultWith({}).latency,
      delivery: times({ count: 96, undelivered: 4, p50Ms: 500, p95Ms: 950, beyondMs: 4_000 }),
    },
    budgets: [
      judged({ budget: 'delivery.p95 < 900ms', threshold: 900, result: 'fail' }),
      judged({
        budget: 'delivery.p95{sku=a} < 2s',
        metric: 'delivery.p95',
        selection: { sku: 'a', stage: null },
      }),
      judged({ budget: 'success.rate > 95%' }),
    ],
  });

  it('has a line through the delivered ranks alone, and the undelivered share as what lies beyond the deadline', () => {
    const svg = percentilePlot(result, detailsWith({ deliveryCurve: curve }), 940);
    expect(/points="([^"]*)"/.exec(svg)?.[1]?.split(' ')).toHaveLength(4);
    expect(svg).toContain('>4.00 % undelivered: later than 4.00 s</text>');
    // 1/(1−0.96) is 25, and the axis ends at 100: log 25 / log 100 of its 860 units.
    const x = Number(/class="late" x="([\d.]+)"/.exec(svg)?.[1]);
    expect(x).toBeCloseTo(64 + (860 * Math.log(25)) / Math.log(100), 1);
  });

  it('draws the budgets on percentiles of all orders, each up to its percentile', () => {
    const svg = percentilePlot(result, detailsWith({ deliveryCurve: curve }), 940);
    expect(svg.match(/class="promise/g)).toHaveLength(1);
    const end = Number(/class="promise fail" d="M64 [\d.]+H([\d.]+)/.exec(svg)?.[1]);
    expect(end).toBeCloseTo(64 + (860 * Math.log(20)) / Math.log(100), 1);
    expect(svg).toContain('>delivery.p95 &lt; 900ms: fail</text>');
  });
});
