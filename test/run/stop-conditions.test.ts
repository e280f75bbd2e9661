import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderEvent } from '../../src/order-event.js';
import type { AbortProfile } from '../../src/profile/profile.js';
import { Measurement } from '../../src/run/measurement.js';
import { stopConditions } from '../../src/run/stop-conditions.js';
import { judgedProfile } from '../support/judged-profile.js';
import { HandClock } from './hand-clock.js';

const noRules: AbortProfile = {
  errorRate: null,
  failureRate: null,
  webhookSilenceMs: null,
  p99Ms: null,
  loopDelayMs: null,
  afterOrders: 2,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foxload-stop-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A measurement on a hand clock, asked every 20 ms for a reason to stop. */
function asked(rules: Partial<AbortProfile>) {
  const clock = new HandClock();
  const measurement = new Measurement(clock, judgedProfile(60_000), {
    append: () => {},
    durable: async () => true,
  });
  measurement.health.stop();
  const reason = stopConditions(measurement, { ...noRules, ...rules }, folder, 20);
  const after = async (ms: number) => {
    for (let passedMs = 0; passedMs < ms; passedMs += 20) {
      await clock.pass(20);
      const end = reason();
      if (end !== null) return end;
    }
    return null;
  };
  const take = (...events: OrderEvent[]) => {
    for (const event of events) measurement.take(event);
  };
  return { clock, take, after, reason };
}

function accepted(seq: number): OrderEvent[] {
  return [
    { kind: 'planned', atMs: 0, seq, sku: 0, stage: 0 },
    { kind: 'sent', atMs: 0, seq },
    { kind: 'accepted', atMs: 0, seq, orderId: `ord_${seq}`, state: 'pending', status: 201 },
  ];
}

function refused(seq: number): OrderEvent[] {
  return [
    { kind: 'planned', atMs: 0, seq, sku: 0, stage: 0 },
    { kind: 'sent', atMs: 0, seq },
    { kind: 'refused', atMs: 0, seq, reason: 'out_of_stock', status: 409 },
  ];
}

test('a run without rules and without a file goes on', async () => {
  const { take, after } = asked({});
  take(...refused(0), ...refused(1));
  expect(await after(1000)).toBe(null);
});

test('the file STOP ends the load at the next look, and is nobody’s fault', async () => {
  const { reason } = asked({});
  writeFileSync(join(folder, 'STOP'), '');
  expect(reason()).toEqual({ cause: 'user', sentence: "the file STOP in the run's folder ended the load" });
});

test('a broken rule of the profile is the API’s fault, with the values in the sentence', async () => {
  const { take, after } = asked({ errorRate: 0.4 });
  take(...accepted(0), ...refused(1));
  expect(await after(1000)).toEqual({
    cause: 'api',
    sentence: 'abort.errorRate: 1 of 2 answered orders were refused or errored (50%), the limit is 40%',
  });
});

test('silence counts only while an order is open', async () => {
  const { clock, take, after } = asked({ webhookSilenceMs: 5000 });
  expect(await after(10_000)).toBe(null);
  const atMs = clock.nowMs();
  take(...accepted(0).map((event) => ({ ...event, atMs })));
  expect(await after(4900)).toBe(null);
  expect((await after(1000))?.sentence).toMatch(
    /^abort\.webhookSilence: no webhook came for 5\.\d+s, the limit is 5s$/,
  );
});

test('a blocked event loop is foxload’s own fault', async () => {
  const { clock, reason } = asked({ loopDelayMs: 200 });
  await clock.pass(20);
  expect(reason()).toBe(null);
  await clock.pass(320);
  expect(reason()).toEqual({
    cause: 'instrument',
    sentence: 'abort.loopDelay: foxload itself was held up for 300ms, the limit is 200ms',
  });
});

test('a load is stopped when orders have waited 30 s and not one of 50 webhooks could be verified', async () => {
  const { clock, take, reason } = asked({});
  take(...accepted(0));
  const forged: OrderEvent = {
    kind: 'webhook_rejected',
    atMs: 1,
    verdict: 'forged',
    why: 'no signature matches',
  };
  take({ ...forged, count: 49 });
  expect(reason()).toBe(null);
  take(forged);
  expect(reason()).toBe(null);
  await clock.pass(30_000);
  expect(reason()).toEqual({
    cause: 'instrument',
    sentence: 'the first 50 webhooks failed verification, so the load was stopped',
  });
});
