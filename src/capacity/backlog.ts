/** Orders that were accepted and not decided, at both ends of a step's measured stage. */
export interface Backlog {
  readonly startOrders: number;
  readonly endOrders: number;
  /** Orders sent in the measured stage. */
  readonly sentOrders: number;
}

/** Of the orders sent, the share by which the backlog may grow: half of the 5 % that a search tells apart. */
const allowedShare = 0.025;
/** Open orders vary by chance like a Poisson count, and the difference of two counts √2 times as much: this is two sigma. */
const allowedRoots = 3;

/** By how many orders the backlog of a rate that holds may have grown. */
export function allowedGrowth({ startOrders, sentOrders }: Backlog): number {
  return Math.ceil(allowedShare * sentOrders + allowedRoots * Math.sqrt(startOrders));
}

/**
 * Whether the backlog grew by more than chance explains. Such a rate does not hold, even if all budgets do: orders come in
 * faster than they are done, so the times grow for as long as it lasts, and only the step was too short to show it.
 */
export function backlogGrows(backlog: Backlog): boolean {
  return backlog.endOrders - backlog.startOrders > allowedGrowth(backlog);
}
