import { describe, expect, it } from 'vitest';
import type { BudgetResult } from '../../src/gate/judge.js';
import { finalBlock } from '../../src/report/final-block.js';
import { judged } from '../gate/judged.js';
import { resultWith, times } from './hand-made-result.js';

const sound = resultWith({});

function budget(result: BudgetResult['result'], explanation: string): BudgetResult {
  return judged({ result, explanation });
}

describe('the final block', () => {
  it('tells a whole run in the order of what matters', () => {
    const failing =
      'delivery.p99 < 1800ms does not hold: observed later than the deadline of 4 s (n = 100), wanted less than 1.8 s';
    const delivery = { count: 98, undelivered: 2, p50Ms: 96.1, p90Ms: 292, p95Ms: 393.4, beyondMs: 4_000 };
    const result = resultWith({
      verdict: { result: 'fail', reasons: [failing] },
      ledger: {
        ...sound.ledger,
        planned: 1_120,
        dropped: 12,
        sent: 1_108,
        accepted: 105,
        refused: 1_000,
        errored: 3,
        delivered: 98,
        failed: 5,
        timedOut: 1,
        lost: 1,
      },
      drops: [
        { reason: 'in_flight', count: 10, rate: 0.009 },
        { reason: 'spend', count: 2, rate: 0.002 },
      ],
      latency: {
        delivery: times(delivery),
        deliveryOnly: times({
          count: 98,
          p50Ms: 96.1,
          p90Ms: 290,
          p95Ms: 388,
          p99Ms: 675,
          p999Ms: 1_234,
          maxMs: 2_250,
        }),
        service: times(delivery),
        answer: times({
          count: 1_105,
          p50Ms: 0.65,
          p90Ms: 1.4,
          p95Ms: 2.1,
          p99Ms: 4.4,
          p999Ms: 10.2,
          maxMs: 12.3,
        }),
        sendLag: times({
          count: 1_108,
          p50Ms: 0.9,
          p90Ms: 1.7,
          p95Ms: 2.3,
          p99Ms: 5.6,
          p999Ms: 9.8,
          maxMs: 23.1,
        }),
      },
      failures: [
        { reason: 'invalid_region', retryable: false, count: 1, rate: 0.0095 },
        { reason: 'supplier_timeout', retryable: true, count: 3, rate: 0.0286 },
        { reason: 'other', retryable: null, count: 1, rate: 0.0095 },
      ],
      refusals: [{ reason: 'rate_limited', count: 1_000, rate: 0.9025 }],
      webhooks: { ...sound.webhooks, received: 104, accepted: 103, duplicate: 1 },
      idempotency: { replays: 26, violations: 0 },
      codes: { opened: 98, failed: 0 },
      retries: { attempts: 4, exhausted: 3 },
      contract: {
        violations: [
          {
            violation: 'webhook.unknown_reason',
            count: 1,
            example: 'failure_reason of the webhook is "moon_phase", which no guide names',
          },
        ],
      },
      generator: { loopDelayP99Ms: 3.9, cpuRatio: 0.108, receiverP99Ms: 3, saturated: false },
      spend: { debitedUsd: 13_192.9, refundedUsd: 86.88, limitUsd: 30_000 },
      budgets: [
        budget('pass', 'delivery.p50 < 240ms holds: observed 96.1 ms (n = 100)'),
        budget('fail', failing),
      ],
    });
    expect(finalBlock(result)).toBe(`FAIL  demo · embedded · header-key · 17.6 s · seed 1
  delivery.p99 < 1800ms does not hold: observed later than the deadline of 4 s
    (n = 100), wanted less than 1.8 s

Ledger (balanced)
  planned   1,120 = sent 1,108 + dropped 12 (in_flight 10, spend 2)
  sent      1,108 = accepted 105 + refused 1,000 + errored 3
  accepted  105 = delivered 98 + failed 5 + timed out 1 + lost 1 + open 0
  spend     13,192.90 USD debited, 86.88 USD to be refunded, limit 30,000.00 USD

Latency                p50       p90       p95       p99     p99.9       max
  delivery         96.1 ms    292 ms    393 ms  > 4.00 s  > 4.00 s  > 4.00 s
  delivered only   96.1 ms    290 ms    388 ms    675 ms    1.23 s    2.25 s
  service          96.1 ms    292 ms    393 ms  > 4.00 s  > 4.00 s  > 4.00 s
  answer           0.65 ms    1.4 ms    2.1 ms    4.4 ms   10.2 ms   12.3 ms
  send lag         0.90 ms    1.7 ms    2.3 ms    5.6 ms    9.8 ms   23.1 ms
  2 undelivered orders count as later than the deadline

Failures  5 accepted orders
  retryable    supplier_timeout           3   2.86 %  order again; the refund is
                                                      automatic
  permanent    invalid_region             1   0.95 %  mend the routing
  unknown      other                      1   0.95 %  look at the log
  not accepted rate_limited           1,000   90.3 %

Webhooks  104 received, 103 accepted
  duplicate 1, late 0, orphan 0, forged 0, malformed 0, out of order 0,
  conflicting 0
  codes opened 98, not opened 0
  keys used again 26, second orders 0
  retries 4, exhausted 3
  contract: webhook.unknown_reason 1 time, first: failure_reason of the webhook
    is "moon_phase", which no guide names

Generator  kept up
  p99: send lag 5.6 ms, event loop 3.9 ms, receiver 3.0 ms
  processor: 10.8 % of a core

Budgets
  pass         delivery.p50 < 240ms holds: observed 96.1 ms (n = 100)
  fail         delivery.p99 < 1800ms does not hold: observed later than the
               deadline of 4 s (n = 100), wanted less than 1.8 s
`);
  });

  it('tells a run without orders', () => {
    const run = { ...sound.run, interruptedBy: 'SIGINT' as const };
    const verdict = {
      result: 'pass' as const,
      reasons: ['the profile has no budgets, so nothing was judged'],
    };
    const text = finalBlock({ ...sound, run, verdict });
    expect(text).toContain(`PASS  demo · embedded · header-key · 17.6 s · seed 1
  cut short by SIGINT: these are the orders until then
  the profile has no budgets, so nothing was judged
`);
    expect(text).toContain('  delivery               –         –         –         –         –         –\n');
    expect(text).toContain('\nFailures  none\n');
    expect(text).toContain('  p99: send lag –, event loop 0.00 ms, receiver –\n');
    expect(text.endsWith('\nBudgets  none\n')).toBe(true);
    expect(text).not.toContain('undelivered');
  });

  it('counts one undelivered order as one, and the budgets where there is no reason', () => {
    const latency = { ...sound.latency, delivery: times({ undelivered: 1, beyondMs: 310_000 }) };
    const budgets = [budget('pass', 'lost == 0 holds')];
    const text = finalBlock({ ...sound, latency, budgets });
    expect(text).toContain('\n  1 of 1 budgets hold\n');
    expect(text).toContain('\n  1 undelivered order counts as later than the deadline\n');
    expect(text).toContain('  delivery         > 5m10s   > 5m10s   > 5m10s   > 5m10s   > 5m10s   > 5m10s\n');
  });

  it('says why a run ended early, and that its ledger or generator was at fault', () => {
    const text = finalBlock({
      ...sound,
      run: { ...sound.run, endedEarly: 'the canary order was not delivered, so no other was sent' },
      ledger: { ...sound.ledger, balanced: false },
      generator: { ...sound.generator, saturated: true },
    });
    expect(text).toContain('\n  ended early: the canary order was not delivered, so no other was sent\n');
    expect(text).toContain('\nLedger (OUT OF BALANCE)\n');
    expect(text).toContain('\nGenerator  SATURATED\n');
  });

  it('stays within 80 columns whatever the numbers and names, and uses a wider terminal', () => {
    const huge = Object.fromEntries(Object.keys(sound.ledger).map((name) => [name, 12_345_678]));
    const hugeWebhooks = Object.fromEntries(Object.keys(sound.webhooks).map((name) => [name, 12_345_678]));
    const long = 'a very long explanation of what the API answered '.repeat(5).trim();
    const result = resultWith({
      run: { ...sound.run, profile: 'a-profile-with-a-name-of-forty-letters-abc', interruptedBy: 'SIGTERM' },
      verdict: { result: 'inconclusive', reasons: [long, `http://${'x'.repeat(120)}`] },
      ledger: { ...sound.ledger, ...huge, balanced: true },
      drops: ['in_flight', 'spend', 'shutdown'].map((reason) => ({ reason, count: 12_345_678, rate: 1 })),
      latency: { ...sound.latency, delivery: times({ undelivered: 12_345_678, beyondMs: 86_399_000 }) },
      failures: [{ reason: 'payment_3ds_failed', retryable: true, count: 12_345_678, rate: 1 }],
      webhooks: { ...sound.webhooks, ...hugeWebhooks },
      contract: { violations: [{ violation: 'answer.not_json', count: 12_345_678, example: long }] },
      spend: { debitedUsd: 123_456_789, refundedUsd: 123_456_789, limitUsd: 123_456_789 },
      budgets: [budget('inconclusive', long)],
    });
    const tooWide = (columns: number) =>
      finalBlock(result, columns)
        .split('\n')
        .filter((line) => line.length > columns);
    expect(tooWide(80)).toEqual([]);
    expect(tooWide(132)).toEqual([]);
    expect(finalBlock(result, 132).split('\n').length).toBeLessThan(
      finalBlock(result, 80).split('\n').length,
    );
  });

  it('says of a closed run what it found, what that is not, and whether its connections had to wait', () => {
    const caveat = 'closed model: latency under saturation, not a service level';
    const run = { ...sound.run, model: 'closed', caveat } as const;
    const block = (mostInFlight: number) =>
      finalBlock(
        resultWith({ run, pace: { answeredPerSecond: 5_123.4, mostInFlight, maxInFlight: 5_000 } }),
        132,
      ).split('\n');
    expect(block(912).slice(1, 3)).toEqual([
      `  ${caveat}`,
      '  5,123 orders a second answered, at most 912 open at once',
    ]);
    expect(block(5_000)[2]).toBe(
      '  5,123 orders a second answered, at most 5,000 open at once (load.maxInFlight: connections waited)',
    );
  });
});
