import { latencyNames } from '../latency/run-latency.js';
import type { RunResult } from '../run/run-result.js';
import { countText, percentileText, shareText, timeText } from './figure-text.js';
import { htmlTable } from './html-table.js';

const latencyMeanings = {
  delivery: 'delivery (planned to webhook)',
  deliveryOnly: 'delivered orders alone',
  service: 'service (sent to webhook)',
  answer: 'answer of the create call',
  sendLag: 'send lag (planned to sent)',
} as const;

/** Every latency with its percentiles. */
export function latencyTable({ latency }: RunResult): string {
  const rows = latencyNames.map((name) => {
    const { p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, ...of } = latency[name];
    const n = of.count + of.undelivered;
    const times = [p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs];
    return [latencyMeanings[name], ...times.map((ms) => percentileText(ms, of.beyondMs, n)), countText(n)];
  });
  return htmlTable('Latencies', ['latency', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max', 'orders'], rows);
}

const kinds = { true: 'failed, retryable', false: 'failed, permanent', null: 'failed' } as const;

/** Every reason for which an order was not delivered; null where there is none. */
export function reasonTable({
  failures,
  refusals,
  drops,
}: Pick<RunResult, 'failures' | 'refusals' | 'drops'>): string | null {
  const rows = [
    ...failures.map((failure) => ({ ...failure, kind: kinds[`${failure.retryable}`] })),
    ...refusals.map((refusal) => ({ ...refusal, kind: 'not accepted' })),
    ...drops.map((drop) => ({ ...drop, kind: 'not sent' })),
  ].map(({ reason, kind, count, rate }) => [reason, kind, countText(count), shareText(rate)]);
  return rows.length === 0 ? null : htmlTable('Reasons', ['reason', 'kind', 'orders', 'share'], rows);
}

/** Every class of webhooks. */
export function webhookTable({ webhooks }: Pick<RunResult, 'webhooks'>): string {
  const { received, oldSecret, outOfOrder, ...classes } = webhooks;
  const rows = [...Object.entries(classes), ['out of order', outOfOrder] as const];
  return htmlTable(
    'Webhooks',
    ['class', 'webhooks', 'share'],
    [
      ...rows.map(([name, count]) => [
        name,
        countText(count),
        shareText(received === 0 ? 0 : count / received),
      ]),
      ['received in all', countText(received), ''],
    ],
  );
}

/** What the machine that measured had to do. */
export function generatorText({ generator, latency }: RunResult): string {
  const { loopDelayP99Ms, cpuRatio, receiverP99Ms, saturated } = generator;
  if (loopDelayP99Ms === null || cpuRatio === null) return 'not known: foxload was killed';
  const receiver = receiverP99Ms === null ? '–' : timeText(receiverP99Ms);
  const lag = percentileText(latency.sendLag.p99Ms, undefined, latency.sendLag.count);
  return `${saturated ? 'SATURATED' : 'kept up'}: p99 of send lag ${lag}, event loop ${timeText(loopDelayP99Ms)}, receiver ${receiver}; ${shareText(cpuRatio)} of a core`;
}
