import { expect, test } from 'vitest';
import { generatorLimits } from '../../src/run/generator-health.js';
import { expectPercentiles } from './expect-percentiles.js';
import { withRig } from './rig.js';
import { roundingMs, timelines } from './timeline.js';

const orders = 150;
const gapMs = 10;
const blockMs = 300;

test('a generator that was late says so, and its delay is in the delivery but not in the service time', async () => {
  await withRig({ speed: 100 }, async (rig) => {
    const profile = rig.profile({
      load: { arrivals: 'uniform', stages: [{ rate: `${1000 / gapMs}/s`, for: '1500ms' }] },
      deadline: '30s',
      budgets: ['success.rate > 95%'],
    });
    const block = { fromMs: Number.NaN, toMs: Number.NaN };
    const { result, events } = await rig.run(profile, {
      beforeLoad({ nowMs }) {
        setTimeout(() => {
          block.fromMs = nowMs();
          while (nowMs() < block.fromMs + blockMs);
          block.toMs = nowMs();
        }, 500);
      },
    });
    const all = await timelines(rig, events);
    expect(all).toHaveLength(orders);

    const blocked = all.filter(({ plannedMs }) => plannedMs >= block.fromMs && plannedMs < block.toMs);
    expect(blocked.length).toBeGreaterThanOrEqual(blockMs / gapMs);
    const serviceErrors: number[] = [];
    for (const { plannedMs, sentMs, webhookMs, trueWebhookMs, trueCreatedMs } of blocked) {
      const trueMs = trueWebhookMs - trueCreatedMs;
      expect(sentMs).toBeGreaterThanOrEqual(block.toMs);
      expect(webhookMs - plannedMs).toBeGreaterThanOrEqual(block.toMs - plannedMs + trueMs - roundingMs);
      serviceErrors.push(webhookMs - sentMs - trueMs);
    }
    expect(Math.min(...serviceErrors)).toBeLessThan(blockMs / 10);
    const delivery = all.map(({ webhookMs, plannedMs }) => webhookMs - plannedMs);
    const service = all.map(({ webhookMs, sentMs }) => webhookMs - sentMs);
    expectPercentiles(result.latency.delivery, delivery, 0);
    expectPercentiles(result.latency.service, service, 0);

    expect(result.latency.sendLag.p99Ms).toBeGreaterThan(generatorLimits.sendLagP99Ms);
    expect(result.generator.saturated).toBe(true);
    expect(result.budgets.map((budget) => budget.result)).toEqual(['pass']);
    expect(result.verdict.result).toBe('invalid');
    expect(result.verdict.reasons[0]).toMatch(
      /^the generator was saturated: orders left late: send lag p99 was/,
    );
  });
});

test('what is done right before the load makes no order late', async () => {
  await withRig({ speed: 1000 }, async (rig) => {
    const profile = rig.profile({
      load: { arrivals: 'uniform', stages: [{ rate: '100/s', for: '500ms' }] },
      deadline: '30s',
    });
    let readyMs = Number.NaN;
    const { events, view } = await rig.run(profile, {
      beforeLoad({ nowMs }) {
        const sinceMs = nowMs();
        while (nowMs() < sinceMs + blockMs);
        readyMs = nowMs();
      },
    });
    const all = await timelines(rig, events);
    expect(all).toHaveLength(50);
    expect(Math.min(...all.map(({ plannedMs }) => plannedMs))).toBeGreaterThanOrEqual(readyMs);
    expect(view.flow.startMs).toBe(all[0]?.plannedMs);
  });
});
