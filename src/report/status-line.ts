import type { LatencyFigures } from '../latency/latency-figures.js';
import { percentileText, shortCountText, spanText } from './figure-text.js';

/** Where a run stands. Percentiles are provisional until the drain is over. */
export interface RunStatus {
  readonly phase: 'load' | 'drain';
  /** Until the load ends; in the drain until the last order's deadline, which is the longest it can take. */
  readonly leftMs: number;
  /** In the closed model the orders still to be sent, which say more than a time there; null in the open one. */
  readonly ordersLeft: number | null;
  readonly sentPerSecond: number;
  readonly inFlight: number;
  readonly delivery: LatencyFigures;
  /** Orders that ended badly so far: refused, errored, failed, timed out or lost. */
  readonly failed: number;
}

/**
 * One line of at most `columns` characters: time left, rate, orders in flight, p50, p95 and p99 of the delivery so far, which
 * are provisional and said to be, failures. In fewer words where the line would be too long, and without its end where even those do not fit.
 */
export function statusLine(status: RunStatus, columns: number): string {
  const forms = ['in flight', 'open'].map((open) => inWords(status, open).join(' · '));
  const fitting = forms.find((line) => line.length <= columns);
  return fitting ?? inFewWords(status).join('  ').slice(0, columns);
}

function inWords(status: RunStatus, open: string): string[] {
  const [p50, p95, p99] = percentiles(status.delivery);
  return [
    ...beginning(status, 'closed model (saturation): '),
    `${shortCountText(status.inFlight)} ${open}`,
    `so far p50 ${p50} p95 ${p95} p99 ${p99}`,
    `${shortCountText(status.failed)} failed`,
  ];
}

function inFewWords(status: RunStatus): string[] {
  const [p50, p95, p99] = percentiles(status.delivery);
  return [
    ...beginning(status, 'closed '),
    `${shortCountText(status.inFlight)} open`,
    `p50/95/99 now ${p50} ${p95} ${p99}`,
    `${shortCountText(status.failed)} fail`,
  ];
}

/** Nothing is sent in the drain, so there is no rate to show then. */
function beginning({ phase, leftMs, ordersLeft, sentPerSecond }: RunStatus, closed: string): string[] {
  const left = `${spanText(Math.max(0, leftMs))} left`;
  const toSend = ordersLeft === null ? left : `${closed}${shortCountText(ordersLeft)} left`;
  if (phase === 'load') return [toSend, `${shortCountText(sentPerSecond)}/s`];
  // Past the last deadline only the API can tell what became of an order.
  return [leftMs > 0 ? `drain, ≤ ${left}` : 'drain, asking the API'];
}

function percentiles({ p50Ms, p95Ms, p99Ms, beyondMs, count, undelivered }: LatencyFigures): string[] {
  const text = (ms: number | null) => percentileText(ms, beyondMs, count + undelivered).replaceAll(' ', '');
  return [p50Ms, p95Ms, p99Ms].map(text);
}
