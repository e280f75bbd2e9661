import { expect, it } from 'vitest';
import { HeldWebhooks, maxHeldWebhooks } from '../../src/tracker/held-webhooks.js';
import { Tracker } from '../../src/tracker/tracker.js';
import { deadlineMs, open, webhook } from './order-events.js';

it('held webhooks come out once, in their order of arrival', () => {
  const held = new HeldWebhooks();
  const [first, second] = [webhook(0, 'processing', 1), webhook(0, 'delivered', 2)];
  for (const event of [first, webhook(1, 'failed', 3), second]) expect(held.add(event)).toBe(true);
  expect(held.take('ord_0')).toEqual([first, second]);
  expect(held.take('ord_0')).toEqual([]);
  expect(held.clear()).toEqual([webhook(1, 'failed', 3)]);
  expect(held.clear()).toEqual([]);
});

it('held webhooks have a limit, and the tracker calls those above it orphans at once', () => {
  const tracker = new Tracker(deadlineMs);
  for (let seq = 0; seq <= maxHeldWebhooks; seq += 1) tracker.apply(webhook(seq, 'delivered', seq));
  expect(tracker.counters.held).toBe(maxHeldWebhooks);
  expect(tracker.counters.webhooks.orphan).toBe(1);
});

it('where time has a limit for waiting, a held webhook is an orphan after it, and its order finds the younger ones', () => {
  const tracker = new Tracker(deadlineMs, [], { heldForMs: 60_000 });
  const second = (atMs: number) => tracker.apply({ kind: 'loop_delay', atMs, maxMs: 0 });
  tracker.apply(webhook(0, 'delivered', 1_000));
  tracker.apply(webhook(1, 'failed', 30_000));
  second(61_000);
  expect(tracker.counters).toMatchObject({ held: 2, webhooks: { orphan: 0 } });
  second(61_001);
  expect(tracker.counters).toMatchObject({ held: 1, webhooks: { orphan: 1 } });
  for (const event of open(1, 'pending')) tracker.apply(event);
  expect(tracker.counters).toMatchObject({ held: 0, webhooks: { orphan: 1, accepted: 1 } });
});
