import type { Objective } from '../src/profile/objective.js';
import { colours } from './colours.js';
import type { Step } from './dashboard-plan.js';

/** By when which share of orders is to be delivered. */
export interface PromisedTime {
  readonly withinS: number;
  readonly ratio: number;
  /** The percentile that the share is: `p95` for 95 %. */
  readonly percentile: string;
}

/** 0.95 as `95`, 0.999 as `99.9`. */
export function percentOf(ratio: number): string {
  return `${Number((ratio * 100).toPrecision(10))}`;
}

/** The promised times among the objectives, from the shortest. */
export function promisedTimes(objectives: readonly Objective[]): PromisedTime[] {
  return objectives
    .flatMap(({ withinMs, ratio }) =>
      withinMs === null ? [] : [{ withinS: withinMs / 1000, ratio, percentile: `p${percentOf(ratio)}` }],
    )
    .sort((a, b) => a.withinS - b.withinS);
}

/** What share of orders is promised to be delivered at all; null where nothing is. */
export function promisedSuccess(objectives: readonly Objective[]): number | null {
  return objectives.find(({ withinMs }) => withinMs === null)?.ratio ?? null;
}

/** `Promised: 12 s (p50), 45 s (p95).`, for a description. */
export function timesInWords(times: readonly PromisedTime[]): string {
  if (times.length === 0) return 'Nothing is promised of it.';
  return `Promised: ${times.map(({ withinS, percentile }) => `${withinS} s (${percentile})`).join(', ')}.`;
}

/** A step at each promised time, on a scale of delivery times: past the last one everything is bad. */
export function timeSteps(times: readonly PromisedTime[]): readonly Step[] {
  const last = times.length - 1;
  return [
    { from: null, colour: colours.good },
    ...times.map(({ withinS }, place) => ({
      from: withinS,
      colour: place === last ? colours.bad : colours.warning,
    })),
  ];
}
