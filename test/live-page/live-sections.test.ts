import { describe, expect, it } from 'vitest';
import { headline } from '../../src/live-page/headline.js';
import { historyRow } from '../../src/live-page/history-columns.js';
import { LiveHistory } from '../../src/live-page/live-history.js';
import { liveHtml } from '../../src/live-page/live-html.js';
import type { LiveReading } from '../../src/live-page/live-reading.js';
import { liveSections, lowerSections } from '../../src/live-page/live-sections.js';
import { emptyCounters } from '../../src/tracker/tracker-counters.js';
import { judgedText } from './judged-text.js';
import { liveReadingAt } from './live-readings.js';

/** The words of a section, or of all. */
function textOf(reading: LiveReading, wanted?: string): string {
  const sections = [
    ...liveSections(reading, [historyRow(liveReadingAt(0)), historyRow(reading)]),
    ...lowerSections(reading),
  ];
  return sections
    .filter(({ id }) => wanted === undefined || id === wanted)
    .map(({ html }) => html.replaceAll(/<[^>]*>/g, ' '))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function countersWith(change: (counters: ReturnType<typeof emptyCounters>) => void) {
  const counters = emptyCounters();
  change(counters);
  return counters;
}

describe('the sections of the live page', () => {
  it('tell where every order is as sums, with those that are on their way', () => {
    const counters = countersWith((each) => {
      each.planned = 1200;
      each.sent = 1190;
      each.dropped.in_flight = 4;
      each.accepted = 1100;
      each.refused.out_of_stock = 30;
      each.open.pending = 700;
      each.open.processing = 100;
      each.completed.webhook.delivered = 290;
      each.completed.webhook.failed = 10;
    });
    const text = textOf(liveReadingAt(0, { counters }), 'ledger');
    expect(text).toContain('planned 1,200 = sent 1,190 + dropped 4 + about to leave 6');
    expect(text).toContain('sent 1,190 = accepted 1,100 + refused 30 + errored 0 + not answered yet 60');
    expect(text).toContain(
      'accepted 1,100 = delivered 290 + failed 10 + timed out 0 + lost 0 + still open 800',
    );
    expect(text).toContain('create call not answered yet 60 pending 700 reserved 0 processing 100');
  });

  it('tell failures apart by whether ordering again can help', () => {
    const counters = countersWith((each) => {
      each.completed.webhook.delivered = 97;
      each.completed.webhook.failed = 3;
      each.failures.supplier_timeout = 2;
      each.failures.out_of_stock = 1;
    });
    expect(textOf(liveReadingAt(0, { counters }), 'failures')).toBe(
      'Not delivered, by reason reason kind orders share out_of_stock failed, permanent 1 1.00 % supplier_timeout failed, retryable 2 2.00 %',
    );
    expect(textOf(liveReadingAt(0), 'failures')).toBe('Not delivered, by reason None so far.');
  });

  it('say in words whether foxload itself keeps up', () => {
    const parts = {
      generator: { loopDelayP99Ms: 75, cpuRatio: 0.2, receiverP99Ms: 60 },
      sendLagP99Ms: 10,
      inFlightRatio: 0.5,
    };
    expect(textOf(liveReadingAt(0, parts), 'harness')).toBe(
      'foxload itself resource of its limit event-loop delay, p99 75.0 % near its limit time a webhook, p99 120.0 % past its limit send lag, p99 10.0 % keeps up orders in flight 50.0 % keeps up processor, of a core 20.0 % keeps up',
    );
  });

  it('leave out what there is nothing to say of: a service that is only watched has no verdict, no schedule and no money', () => {
    const reading = liveReadingAt(0, { verdict: null, spend: null, targetRatePerSecond: null });
    const empty = liveSections(reading, []).filter(({ html }) => html === '');
    expect(empty.map(({ id }) => id)).toEqual(['provisional', 'objectives', 'budgets']);
    expect(textOf(reading, 'figures')).toBe(
      '0/s sent now 0 in flight – delivered, of decided orders 0s under load',
    );
    expect(headline(reading, [])).toBe('? promise not known');
  });

  it('tell of a run that is over its verdict and where its report lies, and nothing provisional', () => {
    const verdict = { result: 'fail' as const, reasons: ['delivery.p95 < 45s does not hold'] };
    const reading = liveReadingAt(
      0,
      { phase: 'done' },
      { verdict, budgets: [judgedText('delivery.p95 < 45s')] },
    );
    expect(textOf(reading, 'answer')).toBe(
      'The run is over. Its verdict: ✗ FAIL delivery.p95 &lt; 45s does not hold Its report: reports/r-1/report.html',
    );
    expect(textOf(reading, 'provisional')).toBe('');
    expect(headline(reading, [])).toBe('The run is over: fail');
  });

  it('show percentiles that lie beyond the deadline as later than it, and as a promise that is not kept', () => {
    const later = { ms: null, beyondMs: 300_000 };
    const figure = { ms: 1000, beyondMs: null };
    const window = { delivered: 98, undelivered: 2, p50: figure, p95: figure, p99: later };
    const budgets = ['delivery.p95 < 45s', 'delivery.p99 < 90s'].map(judgedText);
    const reading = liveReadingAt(0, { windows: { '1m': window, '5m': null } }, { budgets });
    expect(textOf(reading, 'percentiles')).toBe(
      'Delivery time minute 5 minutes run promised p50 1.00 s – – – p95 1.00 s ✓ – – &lt; 45 s p99 &gt; 5m00s ✗ – – &lt; 90 s orders 100 0 0',
    );
  });

  it('let nothing from outside become HTML, in the page or in what its script reads', () => {
    const bad = '<img src=x onerror=alert(1)>"\'</script><script>alert(2)</script>';
    const reading = liveReadingAt(
      0,
      {
        run: { id: bad, profile: bad, mode: bad, dialect: bad },
        counters: countersWith((each) => {
          each.violations.set(bad, { count: 1, example: `ord_1 ${bad}` });
        }),
      },
      {
        target: bad,
        folder: bad,
        verdict: { result: 'fail', reasons: [bad] },
        budgets: [{ ...judgedText('delivery.p95 < 45s'), budget: bad, explanation: bad }],
      },
    );
    for (const phase of ['load', 'done'] as const) {
      const shown = { reading: { ...reading, phase }, history: new LiveHistory().saved() };
      const { html } = liveHtml(shown);
      expect(html).not.toContain('<img');
      expect(html.match(/<script/g)).toHaveLength(2);
      expect(html).not.toContain('ord_1');
    }
  });
});
