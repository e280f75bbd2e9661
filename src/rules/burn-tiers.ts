import type { Objective } from '../profile/objective.js';
import { decimal } from './decimal.js';
import { leastEvents } from './least-events.js';

export type Severity = 'page' | 'ticket';

/** One pair of windows in which an objective's error budget must not burn faster than a factor. */
export interface BurnTier {
  readonly severity: Severity;
  /** The window whose share of bad events says how much of the budget is gone. */
  readonly longMs: number;
  /** A twelfth of it: says that it still goes on, and ends the alert soon after it is over. */
  readonly shortMs: number;
  /** How many times faster than the budget allows: 1 spends it exactly at the period's end. */
  readonly factor: number;
  /** What part of the budget is gone when this lasted for the long window. */
  readonly budgetShare: number;
  /** The share of bad events above which both windows have to be: the factor times the error budget. */
  readonly badRatio: number;
  /** So many events the long window needs: see `leastEvents`. */
  readonly leastEvents: number;
  /** After so long a service that was sound and now fails every order is above `badRatio`, counted from the first bad event. */
  readonly outageDetectionMs: number;
}

/** A pair of windows that an objective can't have, and why. */
export interface RefusedTier {
  readonly longMs: number;
  readonly factor: number;
  readonly why: string;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What part of the budget may be gone in which time. */
export interface BurnWish {
  readonly severity: Severity;
  readonly longMs: number;
  readonly budgetShare: number;
  /** The least factor that is worth the alarm, which counts when the period is short. */
  readonly leastFactor: number;
}

/**
 * Two pairs of windows that wake people and two that don't, as the workbook recommends. A factor below 1 never spends the budget before
 * the period ends, and nobody should be woken near 1.
 */
export const burnWishes = [
  { severity: 'page', longMs: hourMs, budgetShare: 0.02, leastFactor: 2 },
  { severity: 'page', longMs: 6 * hourMs, budgetShare: 0.05, leastFactor: 1.2 },
  { severity: 'ticket', longMs: dayMs, budgetShare: 0.1, leastFactor: 1 },
  { severity: 'ticket', longMs: 3 * dayMs, budgetShare: 0.1, leastFactor: 1 },
] as const satisfies readonly BurnWish[];

/** A window longer than this part of the period would tell of the budget's end when it has come. */
const longestPartOfPeriod = 0.25;
/** An objective that lets more than every fifth order be bad speaks of the usual order, not of an outage: nobody is woken. */
const mostBudgetOfPages = 0.2;
/** What part of its budget a sound service spends. */
const soundShareOfBudget = 0.5;

/** The tiers of an objective, from the fastest to the slowest, and those that make no sense for it. */
export interface BurnTiers {
  readonly tiers: readonly BurnTier[];
  readonly refused: readonly RefusedTier[];
}

/**
 * Which burn rates an objective is watched for. The factor of a pair of windows is
 *
 *     part of the budget that may be gone × period / long window
 *
 * (Google, The Site Reliability Workbook, chapter 5, "Alerting on SLOs": 2 % in 1 h of 30 days is 14.4). The highest possible burn is
 * 1 / (1 − ratio), when every event is bad; a factor that reaches it could never be passed and is refused.
 */
export function burnTiers(objective: Objective): BurnTiers {
  const tiers: BurnTier[] = [];
  const refused: RefusedTier[] = [];
  for (const wish of burnWishes) {
    const made = tierOf(wish, objective);
    if ('why' in made) refused.push(made);
    else tiers.push(made);
  }
  return { tiers, refused };
}

/**
 * How many times too fast the budget has to burn for a wish: the formula of `burnTiers`, and not below the least factor.
 */
export function burnFactor({ longMs, budgetShare, leastFactor }: BurnWish, periodMs: number): number {
  return decimal(Math.max(leastFactor, (budgetShare * periodMs) / longMs));
}

function tierOf(wish: BurnWish, { ratio, periodMs }: Objective): BurnTier | RefusedTier {
  const { longMs } = wish;
  const budget = decimal(1 - ratio);
  const factor = burnFactor(wish, periodMs);
  const badRatio = decimal(factor * budget);
  const refuse = (why: string): RefusedTier => ({ longMs, factor, why });
  if (longMs > longestPartOfPeriod * periodMs)
    return refuse('its window is more than a quarter of the period');
  if (badRatio >= 1) {
    return refuse(`the highest possible burn is ${decimal(1 / budget)}, when every order is bad`);
  }
  return {
    severity: budget > mostBudgetOfPages ? 'ticket' : wish.severity,
    longMs,
    shortMs: longMs / 12,
    factor,
    budgetShare: decimal((factor * longMs) / periodMs),
    badRatio,
    leastEvents: leastEvents(badRatio, budget * soundShareOfBudget),
    outageDetectionMs: Math.round(badRatio * longMs),
  };
}
