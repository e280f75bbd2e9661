import type { ExporterReading, RunPhase } from '../exporter/exporter-source.js';
import { saturationRatios } from '../exporter/saturation-ratios.js';
import type { BudgetResult } from '../gate/judge.js';
import type { Verdict } from '../gate/verdict.js';
import type { Figure } from '../latency/latency-figures.js';
import { type CountedFigures, countedFigures } from '../run/counted-figures.js';
import type { OpenState } from '../tracker/open-state.js';

/** What the live page tells of a run beside the metrics. Null: there is nothing of the kind. */
export interface LiveFacts {
  /** The API's address. */
  readonly target: string | null;
  /** The run's folder, as its end prints it. */
  readonly folder: string | null;
  /** The instant that the charts count from, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** What an order without an end is later than. */
  readonly deadlineMs: number;
  /** What the run would come to if it ended now; after its end, what it came to. */
  readonly verdict: Verdict | null;
  readonly budgets: readonly BudgetResult[];
}

/** Delivery percentiles of a stretch of time, undelivered orders counted as late. */
export interface LivePercentiles {
  /** Orders that were decided, delivered and undelivered. */
  readonly n: number;
  readonly p50: Figure;
  readonly p95: Figure;
  readonly p99: Figure;
}

/** A service level objective and how its orders fared. */
export interface LiveObjective {
  /** As the profile writes it. */
  readonly text: string;
  /** Null: however late, before the deadline. */
  readonly withinMs: number | null;
  /** The share of good orders that is promised. */
  readonly ratio: number;
  readonly good: number;
  readonly bad: number;
  readonly undecided: number;
  /** Of the error budget: 1 is untouched, 0 spent, less is overspent. */
  readonly budgetRemaining: number;
}

/** Orders that were sent and are not over: those whose create call has no answer yet, and the others by the state last seen. */
export type LiveInFlight = Readonly<Record<'unanswered' | OpenState, number>>;

/**
 * Everything the live page shows of one instant, as plain JSON. It holds figures and words of closed lists; never an order's id, a key or
 * a code.
 */
export interface LiveReading extends LiveFacts, Omit<CountedFigures, 'contract'> {
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly version: string;
  readonly run: ExporterReading['run'];
  readonly phase: RunPhase;
  /** The schedule's rate now, in orders a second; null where there is no schedule. */
  readonly targetRatePerSecond: number | null;
  readonly percentiles: Readonly<Record<'1m' | '5m' | 'run', LivePercentiles | null>>;
  readonly objectives: readonly LiveObjective[];
  readonly inFlight: LiveInFlight;
  /** Orders that the API calls decided and whose webhook had not come by the deadline. */
  readonly webhooksMissing: number;
  /** Breaches of the API's contract, by kind. */
  readonly violations: Readonly<Record<string, number>>;
  /** How near the generator is to its limits, by resource; from 1 on the measurement is invalid. */
  readonly saturation: Readonly<Record<string, number>>;
  /** Arrival of the newest webhook, in seconds since 1970; null before the first. */
  readonly lastWebhookS: number | null;
  readonly spend: ExporterReading['spend'];
}

/** What the page shows at `atMs`, in milliseconds since 1970. */
export function liveReading(reading: ExporterReading, facts: LiveFacts, atMs: number): LiveReading {
  const { counters, windows, version, run, phase, targetRatePerSecond, lastWebhookS, spend } = reading;
  const { contract, ...counted } = countedFigures(counters);
  const { sent, accepted, refused, errored } = counted.ledger;
  return {
    ...facts,
    ...counted,
    atMs,
    version,
    run,
    phase,
    targetRatePerSecond,
    percentiles: { '1m': ofWindow(windows['1m']), '5m': ofWindow(windows['5m']), run: ofRun(reading) },
    objectives: reading.objectives.map(({ objective: { text, withinMs, ratio }, ...counts }) => ({
      text,
      withinMs,
      ratio,
      ...counts,
    })),
    inFlight: { unanswered: sent - accepted - refused - errored, ...counters.open },
    webhooksMissing: counters.webhooksMissing,
    violations: Object.fromEntries(contract.violations.map(({ violation, count }) => [violation, count])),
    saturation: saturationRatios(reading),
    lastWebhookS,
    spend,
  };
}

function ofWindow(figures: ExporterReading['windows']['1m']): LivePercentiles | null {
  if (figures === null) return null;
  const { delivered, undelivered, ...percentiles } = figures;
  return { n: delivered + undelivered, ...percentiles };
}

function ofRun({ delivery }: ExporterReading): LivePercentiles | null {
  const { count, undelivered, beyondMs, p50Ms, p95Ms, p99Ms } = delivery;
  if (count + undelivered === 0) return null;
  const figure = (ms: number | null): Figure => ({ ms, beyondMs: ms === null ? (beyondMs ?? null) : null });
  return { n: count + undelivered, p50: figure(p50Ms), p95: figure(p95Ms), p99: figure(p99Ms) };
}
