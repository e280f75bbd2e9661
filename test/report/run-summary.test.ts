import { expect, test } from 'vitest';
import { markdownText } from '../../src/report/markdown-text.js';
import { runSummary } from '../../src/report/run-summary.js';
import { budgetWith, resultWith, times } from './hand-made-result.js';

test('the summary says the verdict with its reasons first, then the budgets with their bounds', () => {
  const result = resultWith({
    verdict: { result: 'fail', reasons: ['delivery.p95 < 45s does not hold', 'warning: lost'] },
    budgets: [
      budgetWith('delivery.p95 < 45s', {
        result: 'fail',
        observed: 48_200,
        lower: 46_000,
        upper: 51_000,
        n: 1200,
      }),
      budgetWith('lost == 0', { result: 'fail', severity: 'warn', observed: 2, n: 1200 }),
      budgetWith('delivery.p99 < 90s', { result: 'inconclusive', lower: 80_000, beyondMs: 300_000, n: 1200 }),
    ],
  });
  expect(runSummary(result).split('### Latency')[0]).toBe(`## foxload: FAIL · demo

embedded · header-key · open model · 17.6 s · run 2026-01-02-030405-demo-0a0a

- delivery.p95 \\< 45s does not hold
- warning: lost

### Budgets

| budget | result | observed | 95 % bounds | n |
| --- | ---: | ---: | ---: | ---: |
| delivery.p95 \\< 45s | **fail** | 48.2 s | 46 s to 51 s | 1,200 |
| lost == 0 | fail (warns only) | 2 | – | 1,200 |
| delivery.p99 \\< 90s | **inconclusive** | \\> 300 s | 80 s to ? | 1,200 |

`);
});

test('latency, failures and ledger are told as in the terminal, and how to run it again', () => {
  const base = resultWith({});
  const delivery = times({ count: 97, undelivered: 3, p50Ms: 96.767, p95Ms: 393.7, beyondMs: 4000 });
  const summary = runSummary({
    ...base,
    latency: { ...base.latency, delivery },
    failures: [{ reason: 'supplier_timeout', retryable: true, count: 8, rate: 0.08 }],
    refusals: [{ reason: 'out_of_stock', count: 1, rate: 0.01 }],
    drops: [{ reason: 'in_flight', count: 2, rate: 0.02 }],
    ledger: { ...base.ledger, planned: 1118, sent: 1116, dropped: 2 },
  });
  expect(summary).toContain(
    '\n| delivery | 96.8 ms | \\> 4.00 s | 394 ms | \\> 4.00 s | \\> 4.00 s | \\> 4.00 s | 100 |\n',
  );
  expect(summary).toContain('\n3 undelivered orders count as later than the deadline.\n');
  expect(summary).toContain('\n| supplier\\_timeout | failed, retryable | 8 | 8.00 % |\n');
  expect(summary).toContain(
    '\n| out\\_of\\_stock | not accepted | 1 | 1.00 % |\n| in\\_flight | not sent | 2 | 2.00 % |\n',
  );
  expect(summary).toContain('\n| planned | 1,118 | sent 1,116 + dropped 2 |\n');
  expect(summary).toContain('\n```sh\nfoxload run profile.yaml\n```\n');
});

test('nothing from outside becomes markup, a link, a list, a cell or a line of its own', () => {
  const given: readonly (readonly [string, string])[] = [
    ['a|b\nc', 'a\\|b c'],
    ['<img src=x onerror=y>', '\\<img src=x onerror=y\\>'],
    ['**bold** _it_ `code` ~~no~~', '\\*\\*bold\\*\\* \\_it\\_ \\`code\\` \\~\\~no\\~\\~'],
    ['[text](https://example.com)', '\\[text\\](https\\://example.com)'],
    ['see www.example.com', 'see www\\.example.com'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['# head', '\\# head'],
    ['&lt; \u{1b}[31m $x$', '\\&lt; \\[31m \\$x\\$'],
    ['back\\slash', 'back\\\\slash'],
  ];
  for (const [text, wanted] of given) expect(markdownText(text)).toBe(wanted);
});

test('a name from outside stays in its place', () => {
  const base = resultWith({});
  const reason = 'x |\n\n# <b>owned</b>';
  const summary = runSummary({
    ...base,
    run: { ...base.run, profile: reason },
    verdict: { result: 'invalid', reasons: [reason] },
    failures: [{ reason, retryable: null, count: 1, rate: 1 }],
  });
  expect(summary.match(/^#/gm)).toHaveLength(6);
  expect(summary).not.toContain('<b>');
  expect(summary).toContain('\n| x \\| \\# \\<b\\>owned\\</b\\> | failed | 1 | 100.0 % |\n');
});
