import { apiInductions, type Induction, orderInductions, webhookInductions } from '../contract/induction.js';

/** A set of inductions as the bits of one small integer, because every order carries one. */
export type InductionSet = number;

/** All names; the position is the bit. There are 30, so a set stays a small integer of the engine. */
export const allInductions: readonly Induction[] = [
  ...orderInductions,
  ...webhookInductions,
  ...apiInductions,
];

const bits = Object.fromEntries(allInductions.map((name, bit) => [name, 1 << bit])) as Record<
  Induction,
  number
>;

export function inductionSet(...names: readonly Induction[]): InductionSet {
  return names.reduce((set, name) => set | bits[name], 0);
}

export function induces(set: InductionSet, name: Induction): boolean {
  return (set & bits[name]) !== 0;
}

/** Whether both sets share a name. */
export function overlaps(set: InductionSet, other: InductionSet): boolean {
  return (set & other) !== 0;
}

/** The names in a set, in the order of the lists. */
export function inductionsIn(set: InductionSet): Induction[] {
  return allInductions.filter((name) => induces(set, name));
}

/** Every name that decides what becomes of an order. */
export const orderInductionSet = inductionSet(...orderInductions);
