import type { Objective } from '../profile/objective.js';

/** Edges that every run's delivery histogram has, in seconds; 12, 45 and 90 are the promised p50, p95 and p99. */
export const standardDeliveryEdgesS = [1, 2, 5, 8, 12, 20, 30, 45, 60, 90, 120, 180, 300] as const;

/** More edges than this would crowd a page that must stay below 500 series. */
const maxOwnEdges = 40;

/** The thresholds of objectives as edges, in seconds, so that each is counted exactly. */
export function objectiveEdgesS(objectives: readonly Pick<Objective, 'withinMs'>[]): number[] {
  return objectives.flatMap(({ withinMs }) => (withinMs === null ? [] : [withinMs / 1000]));
}

/**
 * The standard edges and a run's own, such as the thresholds of its budgets, ascending and each once. Own edges past
 * the first forty, and those that are no positive number, are left out.
 */
export function deliveryEdgesS(ownEdgesS: readonly number[]): number[] {
  const own = ownEdgesS.filter((edge) => Number.isFinite(edge) && edge > 0).slice(0, maxOwnEdges);
  return [...new Set([...standardDeliveryEdgesS, ...own])].sort((a, b) => a - b);
}
