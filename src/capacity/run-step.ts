import type { Profile } from '../profile/profile.js';
import { type FinishedRun, type RunOptions, runProfile } from '../run/run-profile.js';
import type { RunView } from '../run/run-view.js';
import type { FinishedStep } from './judge-step.js';
import { MeasuredOrders, type MeasuredSpan } from './measured-orders.js';
import type { StepPlan } from './step-plan.js';

/** A step's run, and what its measured stage showed. */
export interface StepRun extends FinishedStep {
  readonly run: FinishedRun;
  /** What may have been paid: never less than what was. */
  readonly committedCents: number;
}

/** Runs one step as an ordinary run, and listens to its measured stage. Rejects as `runProfile` does. */
export async function runStep(profile: Profile, plan: StepPlan, options: RunOptions): Promise<StepRun> {
  let view: RunView | null = null;
  const measured = new MeasuredOrders(profile, () => spanOf(view, plan));
  const run = await runProfile(profile, {
    ...options,
    async beforeLoad(seen) {
      view = seen;
      seen.tracker.listen(measured);
      await options.beforeLoad?.(seen);
    },
  });
  const { tracker, spend } = seenView(view);
  const { committedCents } = spend;
  return { run, result: run.result, counters: tracker.counters, measured, committedCents };
}

/** The load's start is known only when it has begun; the canary before it belongs to no stage. */
function spanOf(view: RunView | null, { warmupMs, measuredMs }: StepPlan): MeasuredSpan {
  const fromMs = seenView(view).flow.startMs + warmupMs;
  return { fromMs, untilMs: fromMs + measuredMs };
}

function seenView(view: RunView | null): RunView {
  if (view === null) throw new Error('a run sent orders and never showed itself');
  return view;
}
