import type { LatencyFigures } from '../latency/latency-figures.js';
import { type LatencyName, latencyNames } from '../latency/run-latency.js';
import type { RunResult } from '../run/run-result.js';
import { countedText, percentileText } from './figure-text.js';

const titles: Readonly<Record<LatencyName, string>> = {
  delivery: 'delivery',
  deliveryOnly: 'delivered only',
  service: 'service',
  answer: 'answer',
  sendLag: 'send lag',
};

const percentiles = ['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const;

const titleColumns = 14;
const figureColumns = 10;

/** A row for each latency, 76 characters wide, and what stands behind figures beyond the deadline. */
export function latencyLines({ latency }: RunResult): string[] {
  const head = `Latency${' '.repeat(titleColumns - 5)}${row(percentiles)}`;
  const rows = latencyNames.map((name) => `  ${titles[name].padEnd(titleColumns)}${figures(latency[name])}`);
  const { undelivered } = latency.delivery;
  const counting = countedText(undelivered, 'undelivered order counts', 'undelivered orders count');
  return [head, ...rows, ...(undelivered > 0 ? [`  ${counting} as later than the deadline`] : [])];
}

function figures({ p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, ...of }: LatencyFigures): string {
  const observations = of.count + of.undelivered;
  const times = [p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs];
  return row(times.map((ms) => percentileText(ms, of.beyondMs, observations)));
}

function row(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(figureColumns)).join('');
}
