import { afterEach, expect, it } from 'vitest';
import { monotonicClock } from '../../src/clock.js';
import { dialectNames } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import type { WebhookEvent } from '../../src/order-event.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { accepted, planned, sent } from '../tracker/order-events.js';
import { closeOpened, secret, startedReceiver } from './receiver-under-test.js';

const sandboxes: Sandbox[] = [];
afterEach(async () => {
  await Promise.all([closeOpened(), ...sandboxes.splice(0).map((sandbox) => sandbox.close())]);
});

it.each(dialectNames)(
  'a webhook that could not be journalled is refused, sent again, and in the end accepted once (%s)',
  async (dialect) => {
    const tracker = new Tracker(300_000);
    const webhooks: WebhookEvent[] = [];
    const told: boolean[] = [];
    let acknowledged: () => void = () => {};
    const untilAcknowledged = new Promise<void>((resolve) => {
      acknowledged = resolve;
    });
    const receiver = await startedReceiver(dialect, 'standard', {
      clock: monotonicClock,
      emit: (event) => {
        if (event.kind === 'webhook') webhooks.push(event);
        tracker.apply(event);
      },
      durable: async () => {
        // The journal recovers at the third attempt: two answers of 503, then one of 204.
        told.push(webhooks.length > 2);
        if (webhooks.length > 2) acknowledged();
        return webhooks.length > 2;
      },
    });
    const sandbox = await startSandbox({
      apiKeys: ['test-key'],
      webhookSecret: secret,
      webhookUrl: receiver.url,
      dialect,
      speed: 1000,
    });
    sandboxes.push(sandbox);

    const command = { sku: 'steam-us-20', quantity: 1, idempotencyKey: crypto.randomUUID() };
    const { headers, body } = dialects[dialect].encodeCreate(command);
    tracker.apply(planned(0));
    tracker.apply(sent(0));
    const answer = await fetch(`${sandbox.url}/v1/orders`, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json', ...headers },
    });
    const { order_id: orderId } = (await answer.json()) as { order_id: string };
    tracker.apply({ ...accepted(0), orderId, state: dialects[dialect].firstState });
    await untilAcknowledged;

    // The sender counts an attempt when it has our answer: no more are queued once it knows of the 204.
    for (let queued = 1; queued > 0; ) {
      const health = (await (await fetch(`${sandbox.url}/sandbox/health`)).json()) as {
        webhooks: { failed_attempts: number; queued: number };
      };
      queued = health.webhooks.queued;
      if (queued === 0) expect(health.webhooks.failed_attempts).toBe(2);
    }
    expect(told).toEqual([false, false, true]);
    expect(webhooks.map((webhook) => webhook.orderId)).toEqual([orderId, orderId, orderId]);
    expect(new Set(webhooks.map((webhook) => webhook.webhookId)).size).toBe(1);
    expect(tracker.counters.webhooks).toMatchObject({ accepted: 1, duplicate: 2, orphan: 0, forged: 0 });
    expect(tracker.counters.completed.webhook.delivered).toBe(1);
    expect(tracker.counters.violations.size).toBe(0);
  },
);
