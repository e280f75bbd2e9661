import { describe, expect, it } from 'vitest';
import type { WebhookInduction } from '../../src/contract/induction.js';
import { decisionMs } from '../../src/sandbox/order-fate.js';
import { webhookRetryMs } from '../../src/sandbox/retry-schedule.js';
import type { SandboxOptions } from '../../src/sandbox/sandbox-options.js';
import { WebhookOutbox } from '../../src/sandbox/webhook-outbox.js';
import { placed, runUntil, simulationWith } from './sandbox-under-test.js';

/** Delivers one order, acknowledging everything; gives what was sent. */
function sentFor(names: readonly WebhookInduction[], changes: Partial<SandboxOptions> = {}): string[] {
  const { simulation, clock } = simulationWith(changes);
  placed(simulation, names);
  const sent: string[] = [];
  while (simulation.nextDueMs() < Number.POSITIVE_INFINITY) {
    clock.atMs = simulation.nextDueMs();
    simulation.advance(clock.atMs);
    for (let webhook = simulation.outbox.take(); webhook; webhook = simulation.outbox.take()) {
      sent.push(`${webhook.variant} ${webhook.state}`);
      simulation.outbox.settle(webhook, true, clock.atMs);
    }
  }
  return sent;
}

describe('the outbox', () => {
  it.each<[WebhookInduction, string[]]>([
    ['duplicate', ['news delivered', 'news delivered']],
    ['delay', ['news delivered']],
    ['drop', []],
    ['out_of_order', ['news delivered', 'false_news processing']],
    ['forged', ['forged delivered', 'news delivered']],
    ['conflicting', ['news delivered', 'false_news failed']],
    ['early', ['news delivered']],
    ['malformed_webhook', ['malformed delivered', 'news delivered']],
  ])('sends for %s what it says', (name, wanted) => {
    expect(sentFor([name])).toEqual(wanted);
  });

  it('sends several faults of one order in a fixed sequence', () => {
    expect(sentFor(['forged', 'malformed_webhook', 'duplicate', 'conflicting'])).toEqual([
      'forged delivered',
      'malformed delivered',
      'news delivered',
      'news delivered',
      'false_news failed',
    ]);
  });

  it('sends intermediate webhooks when they are wanted', () => {
    const wanted = ['news reserved', 'news processing', 'news delivered'];
    expect(sentFor([], { intermediateWebhooks: true })).toEqual(wanted);
    expect(sentFor([], { intermediateWebhooks: true, dialect: 'body-key' })).toEqual(wanted);
  });

  it('sends nothing without an address', () => {
    expect(sentFor(['duplicate'], { webhookUrl: null })).toEqual([]);
  });

  it('delays by the configured time, divided by speed', () => {
    const { simulation, clock } = simulationWith({ speed: 10, webhookDelayMs: 60_000 });
    const order = placed(simulation, ['delay']);
    const dueMs = decisionMs(simulation.fateOf(order)) + 6_000;
    runUntil(simulation, clock, dueMs - 1);
    expect(simulation.outbox.take()).toBeUndefined();
    runUntil(simulation, clock, dueMs + 1);
    expect(simulation.outbox.take()?.order).toBe(order);
  });

  it('tries again by the schedule until the last attempt, with one id', () => {
    const { simulation, clock } = simulationWith({ speed: 10 });
    placed(simulation);
    const attempts: { atMs: number; id: string }[] = [];
    while (simulation.nextDueMs() < Number.POSITIVE_INFINITY) {
      clock.atMs = simulation.nextDueMs();
      simulation.advance(clock.atMs);
      const webhook = simulation.outbox.take();
      if (webhook === undefined) continue;
      attempts.push({ atMs: clock.atMs, id: webhook.webhookId });
      simulation.outbox.settle(webhook, false, clock.atMs);
    }
    const waits = attempts.slice(1).map(({ atMs }, n) => atMs - (attempts[n]?.atMs ?? 0));
    expect(waits.map(Math.round)).toEqual(webhookRetryMs.map((ms) => ms / 10));
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
    expect(simulation.outbox.counters).toMatchObject({
      attempts: 8,
      failedAttempts: 8,
      gaveUp: 1,
      acknowledged: 0,
    });
    expect(simulation.outbox.size).toBe(0);
  });

  it('does not repeat a forged or a malformed webhook that was not acknowledged', () => {
    const { simulation, clock } = simulationWith();
    placed(simulation, ['forged']);
    runUntil(simulation, clock, 300_000);
    const forged = simulation.outbox.take();
    expect(forged?.variant).toBe('forged');
    if (forged !== undefined) simulation.outbox.settle(forged, false, clock.atMs);
    expect(simulation.outbox.take()?.variant).toBe('news');
  });

  it('counts what does not fit into it', () => {
    const { simulation } = simulationWith();
    const outbox = new WebhookOutbox({
      hasTarget: true,
      speed: 1,
      webhookDelayMs: 0,
      intermediateWebhooks: false,
      limit: 2,
      idOf: simulation.ids.idOf,
      finalTried: () => {},
    });
    for (let n = 0; n < 5; n += 1) {
      const order = placed(simulation, ['duplicate']);
      order.state = 'delivered';
      outbox.announce(order, 0);
    }
    expect(outbox.size).toBe(2);
    expect(outbox.counters.overflowed).toBe(6);
  });
});
