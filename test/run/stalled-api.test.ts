import { expect, test } from 'vitest';
import { expectPercentiles } from './expect-percentiles.js';
import { type MeasuredRun, type Rig, withRig } from './rig.js';
import { clockOffsetBounds, roundingMs, type Timeline, timelines } from './timeline.js';

const speed = 100;
const stallMs = 1_000;
const stallAtMs = 1_000;
const gapMs = 5;
const orders = 600;
/** As many orders are due in the stall as gaps fit into it, wherever on the schedule it begins. */
const ordersInStall = stallMs / gapMs;

/** The API holds all answers for one second in the middle of a run that plans an order every 5 ms. */
async function stalledRun(
  connections: number,
  check: (run: MeasuredRun, all: Timeline[], stall: Stall) => void,
): Promise<void> {
  const stall = { atMs: stallAtMs * speed, durationMs: stallMs * speed };
  await withRig({ speed, stall }, async (rig) => {
    const run = await rig.run(stalledProfile(rig, connections));
    const all = await timelines(rig, run.events);
    expect(all).toHaveLength(orders);
    expect(run.result.ledger).toMatchObject({
      planned: orders,
      sent: orders,
      delivered: orders,
      balanced: true,
    });
    expect(run.result.webhooks).toMatchObject({ received: orders, accepted: orders });
    check(run, all, stallOf(all));
  });
}

function stalledProfile(rig: Rig, connections: number) {
  return rig.profile({
    target: { connections },
    load: { arrivals: 'uniform', stages: [{ rate: `${1000 / gapMs}/s`, for: '3s' }] },
    deadline: '30s',
  });
}

/** The stall on the run's clock, as exactly as two processes can agree on an instant. */
interface Stall {
  /** No earlier than it began, and no later than it ended. */
  readonly startMs: number;
  readonly endMs: number;
}

/** It begins a known time after the first create call was received. */
function stallOf(all: readonly Timeline[]): Stall {
  const { lowMs, highMs } = clockOffsetBounds(all);
  expect(lowMs).toBeLessThanOrEqual(highMs);
  const beginsMs = Math.min(...all.map(({ trueCreatedMs }) => trueCreatedMs)) + stallAtMs;
  return { startMs: beginsMs + highMs, endMs: beginsMs + stallMs + lowMs };
}

function dueIn(all: readonly Timeline[], { startMs }: Stall): Timeline[] {
  return all.filter(({ plannedMs }) => plannedMs >= startMs && plannedMs < startMs + stallMs);
}

/**
 * The errors of the expectation, order by order: never below zero, and for the quickest order of those that it expects
 * to have waited far below the stall itself. (A busy machine delays the others.)
 */
function expectationErrors(measured: readonly number[], expected: readonly number[]): number[] {
  const errors = measured.map((ms, at) => ms - (expected[at] ?? Number.NaN));
  expect(Math.min(...errors)).toBeGreaterThanOrEqual(-roundingMs);
  const ofWaiting = errors.filter((_, at) => (expected[at] ?? 0) > 0);
  expect(Math.min(...ofWaiting)).toBeLessThan(stallMs / 10);
  return errors;
}

/** A closed loop would send the orders that are due first at the end of the stall, most of a second too late. */
function expectSentOnSchedule(
  startMs: number,
  all: readonly Timeline[],
  due: readonly Timeline[],
  stall: Stall,
): void {
  all.forEach(({ seq, plannedMs, sentMs }, at) => {
    expect(seq).toBe(at);
    expect(plannedMs).toBeCloseTo(startMs + at * gapMs, 6);
    expect(sentMs).toBeGreaterThanOrEqual(plannedMs - roundingMs);
  });
  for (const { sentMs } of due.slice(0, ordersInStall / 4)) expect(sentMs).toBeLessThan(stall.endMs);
}

test('orders leave on schedule while the API stalls, and the answers of exactly those show it', async () => {
  await stalledRun(1_000, ({ result, view }, all, stall) => {
    const due = dueIn(all, stall);
    expect(due).toHaveLength(ordersInStall);
    expectSentOnSchedule(view.flow.startMs, all, due, stall);
    for (const { answeredMs, plannedMs } of due) {
      expect(answeredMs - plannedMs).toBeGreaterThanOrEqual(stall.endMs - plannedMs);
    }
    // The answer of an order that was sent before the end of the stall and received within it comes at its end.
    const held = (order: Timeline) => order.plannedMs >= stall.startMs && order.sentMs < stall.endMs;
    const expected = all.map((order) => (held(order) ? stall.endMs - order.sentMs : 0));
    const measured = all.map(({ answeredMs, sentMs }) => answeredMs - sentMs);
    const errors = expectationErrors(measured, expected);
    expectPercentiles(result.latency.answer, expected, Math.max(...errors));
    expectPercentiles(result.latency.answer, measured, 0);
  });
});

test('orders that wait for a connection while the API stalls count from their planned instant', async () => {
  const connections = 10;
  await stalledRun(connections, ({ result }, all, stall) => {
    const due = dueIn(all, stall);
    expect(due).toHaveLength(ordersInStall);
    // Each connection carries one order into the stall; all others leave at its end.
    const waited = due.filter(({ sentMs }) => sentMs >= stall.endMs);
    expect(waited.length).toBeGreaterThanOrEqual(ordersInStall - connections);

    const waits = new Set(waited);
    const expectedLag = all.map((order) =>
      waits.has(order) ? Math.max(0, stall.endMs - order.plannedMs) : 0,
    );
    const lag = all.map(({ sentMs, plannedMs }) => sentMs - plannedMs);
    const errors = expectationErrors(lag, expectedLag);
    expectPercentiles(result.latency.sendLag, expectedLag, Math.max(...errors));

    // What a closed loop would report as the delivery knows nothing of the wait; what is reported holds all of it.
    const service = all.map(({ webhookMs, sentMs }) => webhookMs - sentMs);
    const delivery = all.map(({ webhookMs, plannedMs }) => webhookMs - plannedMs);
    expectPercentiles(result.latency.service, service, 0);
    expectPercentiles(result.latency.delivery, delivery, 0);
    for (const { webhookMs, plannedMs, trueWebhookMs, trueCreatedMs } of waited) {
      const withoutStallMs = trueWebhookMs - trueCreatedMs;
      expect(webhookMs - plannedMs).toBeGreaterThanOrEqual(
        stall.endMs - plannedMs + withoutStallMs - roundingMs,
      );
    }
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toMatch(
      /^the generator was saturated: orders left late: send lag p99 was/,
    );
  });
});
