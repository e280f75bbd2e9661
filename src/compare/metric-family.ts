import { type ComparedLatency, comparedLatencies, type RunSample } from './run-sample.js';

/** A percentile that is compared. Later is worse. */
export interface TimeMetric {
  readonly kind: 'time';
  readonly metric: string;
  readonly latency: ComparedLatency;
  readonly quantile: number;
}

/** A share that is compared. */
export interface ShareMetric {
  readonly kind: 'share';
  readonly metric: string;
  readonly worseWhen: 'higher' | 'lower';
}

export type FamilyMetric = TimeMetric | ShareMetric;

const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** In how many orders of both sides together a reason has to be seen before it is compared: fewer say nothing. */
const leastOfReason = 5;

const alwaysCompared = [
  'success.rate',
  'failures.rate',
  'refusals.rate',
  'undelivered.rate',
  'webhooks.duplicate.rate',
];

/** The metrics that are compared between these runs, in the order of reports. Together they are the family of the correction. */
export function metricFamily(runs: readonly RunSample[]): FamilyMetric[] {
  return [...timeMetrics(), ...[...alwaysCompared, ...reasonsSeen(runs)].map(shareMetric)];
}

function timeMetrics(): TimeMetric[] {
  return comparedLatencies.flatMap((latency) =>
    Object.entries(quantiles).map(
      ([name, quantile]): TimeMetric => ({ kind: 'time', metric: `${latency}.${name}`, latency, quantile }),
    ),
  );
}

function shareMetric(metric: string): ShareMetric {
  return { kind: 'share', metric, worseWhen: metric === 'success.rate' ? 'lower' : 'higher' };
}

/** Told by both sides together, so that the choice itself favours none. */
function reasonsSeen(runs: readonly RunSample[]): string[] {
  const seen = new Map<string, number>();
  for (const { shares } of runs) {
    for (const [name, { part }] of shares) seen.set(name, (seen.get(name) ?? 0) + part);
  }
  return [...seen]
    .filter(([name, count]) => !alwaysCompared.includes(name) && count >= leastOfReason)
    .map(([name]) => name)
    .sort();
}
