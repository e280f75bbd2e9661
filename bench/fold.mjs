// The fold of a run: tracker, latencies and everybody who listens, joined as a run joins them, and a view of it for the exporter.
import { monotonicClock } from '../dist/clock.js';
import { RunLatency } from '../dist/latency/run-latency.js';
import { ObjectiveCounts } from '../dist/objectives/objective-counts.js';
import { loadProfile } from '../dist/profile/load-profile.js';
import { ApiSilence } from '../dist/run/api-silence.js';
import { latencyListener } from '../dist/run/latency-listener.js';
import { SpendAccount } from '../dist/run/spend-account.js';
import { WebhookTimes } from '../dist/run/webhook-times.js';
import { Tracker } from '../dist/tracker/tracker.js';

export const deadlineMs = 300_000;

/**
 * @param {Partial<import('../dist/tracker/tracker-settings.js').TrackerMemory>} memory
 */
export function newFold(memory = {}) {
  const { profile } = loadProfile('steady');
  const latency = new RunLatency(deadlineMs);
  const spend = new SpendAccount(profile, [2500, 1000]);
  const tracker = new Tracker(deadlineMs, [latencyListener(latency), new ApiSilence(), spend], memory);
  const view = {
    id: '20260518-102400-measured-0000',
    folder: '.',
    profile,
    target: 'http://127.0.0.1:4010',
    webhookUrl: 'http://127.0.0.1:8787/webhooks',
    balanceCents: null,
    mode: 'open',
    tracker,
    latency,
    objectives: new ObjectiveCounts(tracker, profile.objectives),
    webhookTimes: new WebhookTimes(),
    spend,
    flow: { phase: 'load', startMs: 0 },
    verdict: () => 'inconclusive',
    generator: () => ({ loopDelayP99Ms: 0, cpuRatio: 0, receiverP99Ms: null }),
    nowMs: () => monotonicClock.nowMs(),
    wallMs: (atMs) => monotonicClock.wallMs(atMs),
    lastWebhookMs: () => monotonicClock.nowMs(),
  };
  return { tracker, latency, view };
}

const wholeMicroseconds = (ms) => Math.round(ms * 1000) / 1000;
/** An id as an API makes them: the same number gives the same one, and two numbers never do. */
const idOf = (prefix, seq) =>
  `${prefix}_${(Math.imul(seq + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0')}${seq.toString(36).padStart(7, '0')}`;

/** Planned, sent and accepted: the order is open. */
export function begin(apply, seq, atMs) {
  apply({ kind: 'planned', atMs, seq, sku: seq % 2, stage: 0 });
  apply({ kind: 'sent', atMs: wholeMicroseconds(atMs + 0.3), seq });
  const answer = { orderId: idOf('ord', seq), state: 'pending', status: 201 };
  apply({ kind: 'accepted', atMs: wholeMicroseconds(atMs + 12.5), seq, ...answer });
}

/** The order's webhook: three of a hundred orders fail. */
export function complete(apply, seq, atMs) {
  const failed = seq % 100 > 96;
  apply({
    kind: 'webhook',
    atMs,
    webhookId: idOf('msg', seq),
    orderId: idOf('ord', seq),
    state: failed ? 'failed' : 'delivered',
    reason: failed ? 'supplier_timeout' : null,
    unlistedReason: null,
    codes: failed ? null : 'opened',
  });
}
