import { type SampleDecision, sampleDecision } from '../gate/sample-decision.js';
import { expectedOrders } from '../load/arrival-schedule.js';
import { type Budget, writeBudget } from '../profile/budget.js';
import type { BudgetSelection } from '../profile/budget-selection.js';
import type { Profile } from '../profile/profile.js';
import { countedText, countText } from '../report/figure-text.js';
import { profileForecast } from './profile-forecast.js';

/** What the planned number of orders can decide about a budget. */
export interface BudgetForecast extends SampleDecision {
  /** As a profile may write it in one text. */
  readonly budget: string;
  /** How many orders it will be judged by, in the mean where arrivals are random. */
  readonly orders: number;
  readonly isMean: boolean;
}

/** What a run of the profile can decide, for each of its budgets. */
export function budgetForecasts(profile: Profile): BudgetForecast[] {
  const { isMean } = profileForecast(profile);
  return profile.budgets.map((budget) => {
    const orders = Math.floor(plannedFor(budget, profile));
    return {
      budget: writeBudget(budget),
      orders,
      isMean: isMean || budget.selection !== null,
      ...sampleDecision(budget, orders),
    };
  });
}

/** Whether so many orders can't make the budget pass, however well the API does. */
export function cannotPass({ orders, byObserved, passAtMost }: BudgetForecast): boolean {
  return byObserved ? orders === 0 : passAtMost === null;
}

/** One sentence without its subject: what decides, or why nothing can. */
export function decisionText(forecast: BudgetForecast): string {
  const { orders, isMean, byObserved, passAtMost, failAtLeast } = forecast;
  if (cannotPass(forecast)) return shortageText(forecast);
  if (byObserved) return 'decided by what is observed';
  const fails = failAtLeast === null ? 'can not fail' : `fails from ${countText(failAtLeast)}`;
  return `of ${about(isMean)}${countedText(orders, 'order', 'orders')} passes with at most ${countText(passAtMost ?? 0)} against it, ${fails}`;
}

/** Why a budget can't pass, and how many orders it would take. */
export function shortageText({ orders, isMean, needed, byObserved, failAtLeast }: BudgetForecast): string {
  if (byObserved) return 'can not pass: nothing of the kind is planned, so there is nothing to observe';
  const planned = `${about(isMean)}${countText(orders)} ${orders === 1 ? 'is' : 'are'} planned`;
  const only = failAtLeast === null ? 'can be neither passed nor failed' : 'can not pass, only fail';
  return `needs ${countedText(needed, 'order', 'orders')} to pass at all, ${planned}: ${only}`;
}

function about(isMean: boolean): string {
  return isMean ? 'about ' : '';
}

function plannedFor({ metric, selection }: Budget, profile: Profile): number {
  const { orders } = profileForecast(profile);
  if (metric === 'idempotency.violations') return Math.ceil(orders * profile.replays);
  return selection === null ? orders : selectedOrders(selection, profile);
}

function selectedOrders({ sku, stage }: BudgetSelection, profile: Profile): number {
  const ofSku = (name: string) =>
    profile.orders.reduce((sum, entry) => sum + (entry.sku === name ? entry.weight : 0), 0);
  const all = profile.orders.reduce((sum, { weight }) => sum + weight, 0);
  const share = sku === null ? 1 : ofSku(sku) / all;
  return share * (stage === null ? profileForecast(profile).orders : ordersOfStage(stage, profile));
}

/** `limits.orders` may end the load within a stage, or before it. */
function ordersOfStage(stage: number, { load, limits }: Profile): number {
  if (load.model === 'closed') return 0;
  const limit = limits.orders ?? Number.POSITIVE_INFINITY;
  const upTo = (stages: number) => Math.min(limit, expectedOrders(load.stages.slice(0, stages)));
  return upTo(stage) - upTo(stage - 1);
}
