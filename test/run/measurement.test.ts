import { expect, it } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import { Measurement } from '../../src/run/measurement.js';
import { judgedProfile } from '../support/judged-profile.js';

it('a run that has ended promises nothing for what comes after: it is neither taken nor safe', async () => {
  const kept: string[] = [];
  const journal = {
    append: ({ kind }: { kind: string }) => {
      kept.push(kind);
    },
    durable: () => Promise.resolve(true),
  };
  const clock = { nowMs: () => 0, wallMs: () => 0, after: () => () => {} };
  const measurement = new Measurement(clock, judgedProfile(300_000), journal);
  const late: OrderEvent = {
    kind: 'webhook',
    atMs: 2,
    webhookId: 'msg_1',
    orderId: 'ord_1',
    state: 'delivered',
    reason: null,
    unlistedReason: null,
    codes: null,
  };
  expect(await measurement.durable()).toBe(true);
  measurement.take({ kind: 'ended', atMs: 1 });
  measurement.take(late);
  expect(kept).toEqual(['ended']);
  expect(await measurement.durable()).toBe(false);
  measurement.health.stop();
});
