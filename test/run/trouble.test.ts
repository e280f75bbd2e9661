import { expect, test } from 'vitest';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { eventsOf, type MeasuredRun, withRig } from './rig.js';

const load = { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }] };
const due = 100;
const budgets = ['success.rate > 95%'];

/** Whatever happened, the journal tells the same run again. */
function expectReplayEqualsLive({ view, events }: MeasuredRun): void {
  const tracker = new Tracker(view.profile.deadlineMs);
  for (const event of events) tracker.apply(event);
  expect(tracker.counters).toEqual(view.tracker.counters);
}

test.concurrent('a wrong webhook secret makes the run invalid, and the first reason names its variable', async () => {
  await withRig({}, async (rig) => {
    const otherSecret = writeWebhookSecret(Buffer.alloc(32, 8));
    const environment = { ...rig.environment, FOXRELOAD_WEBHOOK_SECRET: otherSecret };
    const run = await rig.run(rig.profile({ load, deadline: '1500ms', budgets }), { environment });
    const { result, events } = run;
    const { received, forged } = result.webhooks;
    expect(forged).toBe(received);
    expect(forged).toBeGreaterThanOrEqual(50);
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toMatch(
      /^all \d+ webhooks failed verification \(no signature matches: .*\): check that FOXRELOAD_WEBHOOK_SECRET /,
    );
    // The load ends at the fiftieth, since it can measure nothing.
    const { planned } = result.ledger;
    expect(planned).toBeLessThanOrEqual(due);
    expect(result.ledger).toMatchObject({ sent: planned, accepted: planned, lost: planned, balanced: true });
    expect(result.latency.delivery).toMatchObject({ count: 0, undelivered: planned });
    expect(JSON.stringify([result, events])).not.toContain(otherSecret);
    expectReplayEqualsLive(run);
  });
});

test.concurrent('a run without any webhook is invalid, and the first reason names the address', async () => {
  await withRig({ webhookUrl: null }, async (rig) => {
    const run = await rig.run(rig.profile({ load, deadline: '1500ms', budgets }));
    const { result } = run;
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toBe(
      `no webhook reached http://127.0.0.1:${rig.receiverPort}/webhooks: ` +
        'check that the API knows this address and can reach it',
    );
    expect(result.ledger).toMatchObject({ planned: due, accepted: due, lost: due, open: 0, balanced: true });
    expect(result.webhooks.received).toBe(0);
    expect(result.budgets.map((budget) => budget.result)).toEqual(['fail']);
    expectReplayEqualsLive(run);
  });
});

test.concurrent('a server that knows no orders makes the run invalid, because nothing was accepted', async () => {
  await withRig({}, async (rig) => {
    // Neither catalogue nor balance is found there, which an API may choose not to have.
    const target = { url: `${rig.sandbox.url}/elsewhere` };
    const { result } = await rig.run(rig.profile({ load, target, budgets }));
    expect(result.ledger).toMatchObject({ planned: due, refused: due, accepted: 0, balanced: true });
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toBe(
      'none of the 100 orders sent was accepted (client_error: 100), so nothing was measured',
    );
  });
});

test.concurrent('a target that dies in mid-run ends it with a balanced ledger and a verdict that says why', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const run = await rig.run(rig.profile({ load, deadline: '2s', budgets }), {
      beforeLoad({ tracker }) {
        let decided = 0;
        tracker.listen({
          decided() {
            decided += 1;
            if (decided === 10) void rig.sandbox.kill();
          },
        });
      },
    });
    const { ledger, verdict, refusals } = run.result;
    expect(ledger).toMatchObject({ planned: due, sent: due, open: 0, balanced: true });
    expect(ledger.delivered).toBeGreaterThan(0);
    expect(ledger.errored).toBeGreaterThan(0);
    expect(ledger.timedOut).toBe(ledger.accepted - ledger.delivered);
    expect(refusals).toEqual([{ reason: 'network', count: ledger.errored, rate: ledger.errored / due }]);
    // Nobody can be asked what became of an order: each was asked for three times.
    const polls = eventsOf(run.events, 'polled');
    expect(polls.every(({ state }) => state === null)).toBe(true);
    expect(polls).toHaveLength(3 * eventsOf(run.events, 'expired').length);
    expect(verdict.result).toBe('invalid');
    expect(verdict.reasons[0]).toMatch(
      /^the API stopped answering: the last \d+ create calls got no answer \(.+\)$/,
    );
    expectReplayEqualsLive(run);
  });
});

test.concurrent('webhooks after the deadline are late, and their orders are not delivered', async () => {
  // Webhooks leave 1.2 s after the decision, so two tenths of a second and more after the deadline.
  await withRig({ webhookDelayMs: 1_200_000 }, async (rig) => {
    const orders = [{ sku: 'sandbox-delay' }];
    const run = await rig.run(rig.profile({ load, orders, deadline: '1s', budgets }));
    const { ledger, webhooks, latency, verdict } = run.result;
    // The poll tells that an order was delivered; where it comes too late, the webhook tells it first.
    expect(ledger).toMatchObject({ accepted: due, delivered: 0, failed: 0, open: 0, balanced: true });
    expect(ledger.lost + ledger.timedOut).toBe(due);
    // A run ends when webhooks have gone quiet, which they may for a while on a busy machine.
    expect(webhooks.received).toBeGreaterThan(0);
    expect(webhooks).toMatchObject({ accepted: 0, late: webhooks.received });
    expect(latency.delivery).toMatchObject({ count: 0, undelivered: due, p99Ms: null, beyondMs: 1_000 });
    expect(verdict.result).not.toBe('pass');
    expectReplayEqualsLive(run);
  });
});

test.concurrent('orders that were taken but never answered are errored, and their webhooks are orphans', async () => {
  // Every answer comes a minute late, so each of the four attempts runs into its time limit.
  await withRig({ slowAnswerMs: 60_000_000 }, async (rig) => {
    const run = await rig.run(
      rig.profile({
        target: { attemptTimeout: '300ms' },
        load: { arrivals: 'uniform', stages: [{ rate: '40/s', for: '500ms' }] },
        orders: [{ sku: 'sandbox-slow' }],
        deadline: '20s',
        budgets,
      }),
    );
    const { ledger, webhooks, retries, latency, spend } = run.result;
    expect(ledger).toMatchObject({
      planned: 20,
      sent: 20,
      accepted: 0,
      errored: 20,
      open: 0,
      balanced: true,
    });
    expect(retries).toEqual({ attempts: 60, exhausted: 20 });
    expect(run.view.tracker.counters.attemptFailures).toMatchObject({ timeout: 80, network: 0, '5xx': 0 });
    expect(webhooks).toMatchObject({ received: 20, orphan: 20, accepted: 0 });
    expect(latency.answer.count).toBe(0);
    expect(spend.debitedUsd).toBe(0);
    expect(run.result.verdict.reasons[0]).toMatch(
      /^none of the 20 orders sent was accepted \(timeout: 20\), so nothing was measured/,
    );
    expectReplayEqualsLive(run);
  });
});

// Alone, because it needs a moment in which no order is in flight: orders take a millisecond and come every twenty.
test('a target that dies with no order open is no pass, however well it did before', async () => {
  await withRig({ speed: 20_000 }, async (rig) => {
    const stages = [{ rate: '50/s', for: '2s' }];
    const profile = rig.profile({ load: { arrivals: 'uniform', stages }, deadline: '20s', budgets });
    const { result } = await rig.run(profile, {
      beforeLoad: ({ tracker }) =>
        tracker.listen({
          decided({ seq }) {
            if (seq >= 20 && tracker.inFlight === 0) void rig.sandbox.kill();
          },
        }),
    });
    const { ledger, budgets: judged, verdict } = result;
    expect(ledger).toMatchObject({ planned: due, delivered: ledger.accepted, open: 0, balanced: true });
    expect(judged.map(({ keepsIt }) => keepsIt)).toEqual([true]);
    expect(verdict.result).toBe('invalid');
    expect(verdict.reasons[0]).toMatch(
      new RegExp(
        `^the API stopped answering: the last ${ledger.errored} create calls got no answer \\(.+\\)$`,
      ),
    );
  });
});
