/**
 * Where foxload stands with an order. `decided`: by its webhook. `settled`: by a poll or the deadline, without one.
 * `forgotten`: over since so long ago that its row is gone.
 */
export const orderPhases = [
  'unknown',
  'planned',
  'dropped',
  'sent',
  'open',
  'expired',
  'decided',
  'settled',
  'refused',
  'errored',
  'forgotten',
] as const;
export type OrderPhase = (typeof orderPhases)[number];

/** The phases as small numbers, for the order table. */
export const phaseNumber = Object.fromEntries(
  orderPhases.map((phase, number) => [phase, number]),
) as Readonly<Record<OrderPhase, number>>;

/** Where nothing that comes can change an order's outcome any more. */
export const overPhases: ReadonlySet<OrderPhase> = new Set([
  'dropped',
  'decided',
  'settled',
  'refused',
  'errored',
  'forgotten',
]);
const isOverByNumber = orderPhases.map((phase) => overPhases.has(phase));

/** Whether nothing that comes can change the order's outcome, unless a later process asks for it again. */
export function isOverNumber(number: number): boolean {
  return isOverByNumber[number] ?? false;
}
