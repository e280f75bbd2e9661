import type { OrderSample } from '../gate/gate-figures.js';
import { timeLimits } from '../gate/time-limits.js';
import { type BudgetSelection, selectionText } from '../profile/budget-selection.js';
import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../tracker/tracker-listener.js';
import type { JudgedProfile } from './judged-profile.js';
import { OrderSampler } from './order-sampler.js';
import { orderSelector, type SelectableOrder } from './order-selector.js';

interface Selected {
  readonly includes: (order: SelectableOrder) => boolean;
  readonly sampler: OrderSampler;
}

/**
 * Listens to a run and keeps the orders apart that its budgets select, by SKU or stage. A profile has at most 40 selections, so
 * looking at each of them costs an order little.
 */
export class SelectedOrders implements TrackerListener {
  readonly #selected = new Map<string, Selected>();

  constructor(profile: JudgedProfile) {
    for (const { selection } of profile.budgets) if (selection !== null) this.#select(profile, selection);
  }

  answered(order: AnsweredOrder): void {
    for (const { includes, sampler } of this.#selected.values()) if (includes(order)) sampler.answered(order);
  }

  decided(order: DecidedOrder): void {
    for (const { includes, sampler } of this.#selected.values()) if (includes(order)) sampler.decided(order);
  }

  ended(openOrders: number, atMs: number): void {
    for (const { sampler } of this.#selected.values()) sampler.ended(openOrders, atMs);
  }

  /** What is known of each selection, by its text. */
  samples(): ReadonlyMap<string, OrderSample> {
    return new Map([...this.#selected].map(([text, { sampler }]) => [text, sampler.sample()]));
  }

  #select(profile: JudgedProfile, selection: BudgetSelection): void {
    const text = selectionText(selection);
    if (this.#selected.has(text)) return;
    const sampler = new OrderSampler(profile.deadlineMs, timeLimits(profile.budgets, selection));
    this.#selected.set(text, { includes: orderSelector(profile, selection), sampler });
  }
}
