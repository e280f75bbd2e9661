import { describe, expect, it } from 'vitest';
import type { CapacityResult } from '../../src/capacity/capacity-result.js';
import { capacityAnswer } from '../../src/report/capacity-answer.js';
import { capacityText } from '../../src/report/capacity-text.js';
import { searchWith, stepAt } from './hand-made-search.js';

describe('the answer of a search in one sentence', () => {
  const sentences: [Partial<CapacityResult>, string][] = [
    [{}, '386/s: the budgets hold there, and do not at 403/s'],
    [
      { answer: { kind: 'machine', heldPerSecond: 386, limitedPerSecond: 403 } },
      'at least 386/s: the budgets hold there, and at 403/s this machine was the limit, not the API; more machines are needed to measure above',
    ],
    [
      { answer: { kind: 'machine', heldPerSecond: null, limitedPerSecond: 193 } },
      'not measured: at 193/s this machine was the limit, not the API; more or faster machines are needed',
    ],
    [
      { answer: { kind: 'at_least', heldPerSecond: 386 } },
      'at least 386/s, the highest rate that was allowed: the budgets hold there',
    ],
    [
      { answer: { kind: 'below', brokenPerSecond: 3.02 } },
      'below 3.02/s: the budgets hold at no rate that was tried',
    ],
    [
      { answer: null, end: { cause: 'limit', sentence: 'limits.orders leaves 12' } },
      'no answer; the budgets hold at 386/s at least: limits.orders leaves 12',
    ],
    [
      { answer: null, steps: [], end: { cause: 'stopped', sentence: 'stopped by SIGINT' } },
      'no answer: stopped by SIGINT',
    ],
  ];
  it.each(sentences)('%j', (parts, sentence) => {
    expect(capacityAnswer(searchWith(parts))).toBe(sentence);
  });
});

describe('the result of a search as text', () => {
  it('holds the answer, the curve by rate, why rates do not hold, and what was judged', () => {
    const steps = [stepAt(386), stepAt(193), ...searchWith().steps.slice(2, 3)];
    expect(capacityText(searchWith({ steps }), 80)).toBe(
      [
        'Capacity  386/s: the budgets hold there, and do not at 403/s',
        '  capacity · embedded · header-key · poisson arrivals · 1m30s · 3 steps · seed 1',
        '',
        '       rate       p50       p95       p99   failed  refused   orders  result',
        '      193/s    110 ms    340 ms    680 ms   0.20 %    0.0 %    1,800  holds',
        '      386/s    110 ms    340 ms    680 ms   0.20 %    0.0 %    1,800  holds',
        '      403/s    610 ms  > 4.00 s  > 4.00 s   20.0 %    0.0 %    1,800  breaks',
        '',
        '  403/s    delivery.p95 < 900ms does not hold: observed 1.2 s (n = 1500), wanted',
        '           less than 900 ms',
        '',
        'Judged by delivery.p95 < 900ms, success.rate > 95%, refusals.rate <= 1%',
        '',
      ].join('\n'),
    );
  });

  it('has no table where no step was finished', () => {
    const end = { cause: 'stopped', sentence: 'stopped by SIGINT' } as const;
    const text = capacityText(searchWith({ steps: [], answer: null, end }), 80);
    expect(text.split('\n')).toHaveLength(5);
    expect(text).not.toContain('p95       p99');
  });

  it('is never wider than 80 columns', () => {
    const long = stepAt(123_456, { outcome: 'limited', reasons: ['orders left late '.repeat(12)] });
    const answer = { kind: 'machine', heldPerSecond: 99_999, limitedPerSecond: 123_456 } as const;
    const text = capacityText(searchWith({ steps: [long], answer }), 80);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
