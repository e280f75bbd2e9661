import { basename, join } from 'node:path';
import { monotonicClock, type TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import { allowedWorstCaseCents } from '../load/worst-case.js';
import type { Profile } from '../profile/profile.js';
import type { FinishedRun, RunOptions } from '../run/run-profile.js';
import type { RunView } from '../run/run-view.js';
import { StartError } from '../run/start-error.js';
import { onAbort, signalOf } from '../run/stop-signals.js';
import { writeCapacity } from './capacity-file.js';
import type { CapacityResult } from './capacity-result.js';
import { capacityStep } from './capacity-step.js';
import { judgeStep } from './judge-step.js';
import type { OpenSearch } from './open-search.js';
import { nextMove } from './rate-search.js';
import type { RoomLeft } from './room-left.js';
import { runStep, type StepRun } from './run-step.js';
import { roomOf, searchEnded, stepBegun, stepCut, stepFinished } from './search-state.js';
import { LimitReached, refuseOrders, refuseSpend } from './step-limits.js';
import { type StepPlan, stepPlan } from './step-plan.js';
import { stepProfile } from './step-profile.js';
import { type SearchEnd, type StepVerdict, stepVerdict } from './step-verdict.js';
import { watchStopFile } from './watch-stop-file.js';
import { stepOrders, worstStepCents } from './worst-step.js';

/** What a step is about to do, told before its first order. */
export interface StepForecast extends StepPlan {
  /** Counted from 1, over all processes of the search. */
  readonly number: number;
  readonly orders: number;
  /** Null for a step that is too long to be counted. */
  readonly worstCents: Cents | null;
}

/** How a search is run: as its steps are, which are ordinary runs. */
export interface SearchOptions
  extends Pick<RunOptions, 'environment' | 'drain' | 'leave' | 'clock' | 'allowProduction'> {
  /** Told right before the first order of each step. */
  readonly stepBegins?: (view: RunView, forecast: StepForecast) => Promise<void> | void;
  /** Told the run of each step, whatever came of it, and where the search stands. */
  readonly stepEnds?: (run: FinishedRun, state: CapacityResult, verdict: StepVerdict) => Promise<void> | void;
}

/** The runs of the steps, below the search's own folder. */
const stepsFolder = 'steps';

/**
 * Searches for the highest rate at which the budgets hold, from where the search stands to its answer or its end. What is known
 * is on the disk after each step. Rejects with a StartError when the first step can't begin.
 */
export async function runSearch(search: OpenSearch, options: SearchOptions): Promise<CapacityResult> {
  const clock = options.clock ?? monotonicClock;
  const watch = watchStopFile(search.folder, clock);
  const drain = options.drain === undefined ? watch.signal : AbortSignal.any([options.drain, watch.signal]);
  const runner = new SearchRunner(search, { ...options, drain, clock });
  try {
    return await runner.run();
  } finally {
    watch.close();
  }
}

type RunnerOptions = SearchOptions & { readonly drain: AbortSignal; readonly clock: TimerClock };

class SearchRunner {
  #state: CapacityResult;

  constructor(
    private readonly search: OpenSearch,
    private readonly options: RunnerOptions,
  ) {
    this.#state = search.state;
  }

  async run(): Promise<CapacityResult> {
    while (this.#state.answer === null) {
      if (this.options.drain.aborted) return this.#end(stoppedBy(this.options.drain));
      const move = nextMove(this.#state.steps, this.#state.search);
      if (move.kind === 'answer') return this.#keep(searchEnded(this.#state, move.answer, null, this.#now()));
      const end = await this.#step(move.ratePerSecond);
      if (end !== null) return this.#end(end);
    }
    return this.#state;
  }

  /** One step; gives why the search ends with it, or null. */
  async #step(ratePerSecond: number): Promise<SearchEnd | null> {
    const { profile: base, searched, folder } = this.search;
    const plan = stepPlan(base, this.#state.search.arrivals, ratePerSecond);
    const left = roomOf(this.#state, searched);
    const profile = stepProfile(searched, plan, left.orders === 0 || left.spendCents === 0 ? noRoom : left);
    try {
      const orders = stepOrders(profile);
      refuseOrders(orders, left, plan);
      const startedAt = this.#now();
      const confirmedSpendCents = allowedWorstCaseCents(profile);
      const { environment, clock, drain, leave, allowProduction } = this.options;
      const step = await runStep(profile, plan, {
        reportsFolder: join(folder, stepsFolder),
        clock,
        drain,
        ...(environment === undefined ? {} : { environment }),
        ...(leave === undefined ? {} : { leave }),
        ...(allowProduction === undefined ? {} : { allowProduction }),
        ...(confirmedSpendCents === null ? {} : { confirmedSpendCents }),
        beforeLoad: (view) => this.#begin(view, profile, plan, orders, left),
      });
      return await this.#finish(step, plan, startedAt);
    } catch (error) {
      if (error instanceof LimitReached) return { cause: 'limit', sentence: error.message };
      // What was measured before stays, so this is the end of a search, not a search that never began.
      const hasBegun = this.#state.steps.length + this.#state.unfinished.length > 0;
      if (error instanceof StartError && hasBegun) return { cause: 'unmeasured', sentence: error.message };
      throw error;
    }
  }

  /** Sets the worst case of a step aside, on the disk, before its first order can leave. */
  async #begin(
    view: RunView,
    profile: Profile,
    plan: StepPlan,
    orders: number,
    left: RoomLeft,
  ): Promise<void> {
    const worstCents = worstStepCents(profile, view.spend);
    refuseSpend(worstCents, left, plan);
    const number = this.#state.steps.length + this.#state.unfinished.length + 1;
    await this.options.stepBegins?.(view, { ...plan, number, orders, worstCents });
    const used = { orders, spendCents: worstCents ?? 0 };
    const run = runPath(view.folder);
    this.#keep(stepBegun(this.#state, { ratePerSecond: plan.ratePerSecond, run, used }));
  }

  async #finish(step: StepRun, plan: StepPlan, startedAt: Date): Promise<SearchEnd | null> {
    const { result, measured, run, committedCents } = step;
    const budgets = judgeStep(this.search.searched.budgets, step);
    const { drain } = this.options;
    // A load that was cut short has fewer orders than its budgets need.
    const verdict: StepVerdict = drain.aborted
      ? { kind: 'end', end: stoppedBy(drain) }
      : stepVerdict({
          result,
          sendLagP99Ms: measured.latency.figuresOf('sendLag').p99Ms,
          budgets,
          backlog: measured.backlog,
        });
    const used = { orders: result.ledger.planned, spendCents: committedCents };
    const path = runPath(run.folder);
    if (verdict.kind === 'end') {
      this.#keep(stepCut(this.#state, path, used));
      await this.options.stepEnds?.(run, this.#state, verdict);
      return verdict.end;
    }
    const finished = capacityStep(step, { plan, path, startedAt, budgets, verdict });
    this.#keep(stepFinished(this.#state, finished, this.#now()));
    await this.options.stepEnds?.(run, this.#state, verdict);
    await this.#rest(result.ledger.timedOut);
    return null;
  }

  /**
   * Somebody else's servers still work on orders that foxload has given up: they are left the time of one more deadline, so
   * that the next step does not pay for this one. The simulator of an embedded target is a new one at each step.
   */
  async #rest(timedOut: number): Promise<void> {
    const { target, deadlineMs } = this.search.searched;
    if (timedOut === 0 || target.environment === 'embedded') return;
    const { clock, drain } = this.options;
    await new Promise<void>((resolve) => {
      const callOff = clock.after(deadlineMs, resolve);
      onAbort(drain, () => {
        callOff();
        resolve();
      });
    });
  }

  #end(end: SearchEnd): CapacityResult {
    return this.#keep(searchEnded(this.#state, null, end, this.#now()));
  }

  #keep(state: CapacityResult): CapacityResult {
    this.#state = state;
    writeCapacity(this.search.folder, state);
    return state;
  }

  #now(): Date {
    const { clock } = this.options;
    return new Date(clock.wallMs(clock.nowMs()));
  }
}

/** Nothing may be ordered any more. A profile can't say so, and a step that is refused needs no limit. */
const noRoom: RoomLeft = { orders: null, spendCents: null };

function runPath(runFolder: string): string {
  return `${stepsFolder}/${basename(runFolder)}`;
}

function stoppedBy(drain: AbortSignal): SearchEnd {
  const signal = signalOf(drain);
  const by = signal ?? `the file ${String(drain.reason)} in the search's folder`;
  return { cause: 'stopped', sentence: `stopped by ${by}` };
}
