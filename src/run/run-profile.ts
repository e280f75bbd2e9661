import { monotonicClock, type TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import type { RunLatency } from '../latency/run-latency.js';
import { FineTimers } from '../load/fine-timers.js';
import type { Profile } from '../profile/profile.js';
import type { ReceiverThread } from '../receiver/receiver-thread.js';
import { assembleResult, type RunEnd } from './assemble-result.js';
import { Closers } from './closers.js';
import type { GeneratorReading } from './generator-reading.js';
import { idempotencyViolations } from './idempotency-violations.js';
import type { Measurement } from './measurement.js';
import { onceATurn } from './once-a-turn.js';
import { type OpenStages, openStages } from './open-stages.js';
import { OrderFlow, tickMs } from './order-flow.js';
import { preflight } from './preflight.js';
import { type ProductionConsent, refuseUnsafe } from './production-guard.js';
import { assembleDetails, type RunDetails } from './run-details.js';
import type { RunFigures } from './run-figures.js';
import { pointLatest } from './run-folder.js';
import { journalFooter } from './run-journal.js';
import { provisionalJudgement, type RunJudgement } from './run-judgement.js';
import type { RunResult } from './run-result.js';
import type { RunView } from './run-view.js';
import type { SandboxProcess } from './sandbox-process.js';
import { SpendAccount } from './spend-account.js';
import { StartError } from './start-error.js';
import { stopConditions } from './stop-conditions.js';
import { onAbort, signalOf } from './stop-signals.js';

export interface RunOptions extends ProductionConsent {
  /** Where the run's folder is made; `reports` when left out. */
  readonly reportsFolder?: string;
  /** Where FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET are looked up; the process's environment when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Aborted: no new orders, those sent are waited for. The reason may be the name of a signal. */
  readonly drain?: AbortSignal;
  /** Aborted: no waiting any more; the result is drawn from what is known. */
  readonly leave?: AbortSignal;
  /** Told the run right before its first order; what it throws stops the run before anything is sent. */
  readonly beforeLoad?: (view: RunView) => Promise<void> | void;
  readonly clock?: TimerClock;
  /** The process of a simulator, forked ahead to save time; an embedded target starts one where this is left out. */
  readonly sandboxProcess?: SandboxProcess;
  /** The thread of the webhook endpoint, started ahead to save time; the run starts one where this is left out. */
  readonly receiverThread?: ReceiverThread;
}

/** What a run leaves behind. */
export interface FinishedRun {
  readonly result: RunResult;
  /** What the page shows beside the result. */
  readonly details: RunDetails;
  /** Holds the journal `orders.ndjson`; reports are written beside it. */
  readonly folder: string;
  /** The times behind the result's percentiles. */
  readonly latency: RunLatency;
}

/**
 * Runs a profile from its first planned order to its last decided one. Starts the receiver and, for an embedded target,
 * the simulator; asks the API for its catalogue; offers the load; drains; judges.
 *
 * Rejects with a StartError, before anything is sent, when something that is needed is missing or wrong.
 */
export async function runProfile(profile: Profile, options: RunOptions = {}): Promise<FinishedRun> {
  refuseUnsafe(profile, options);
  const closers = new Closers();
  const { reportsFolder = 'reports', environment = process.env, clock = monotonicClock } = options;
  try {
    const stages = await openStages(
      profile,
      {
        reportsFolder,
        environment,
        clock,
        sandboxProcess: options.sandboxProcess,
        receiverThread: options.receiverThread,
      },
      closers,
    );
    const { flow, view, pricesCents, conclude } = await prepare(
      profile,
      stages,
      options.clock ?? new FineTimers(clock),
    );
    await options.beforeLoad?.(view);
    stages.begin(pricesCents);
    pointLatest(reportsFolder, stages.id);
    onAbort(stages.broken, () => flow.drain());
    onAbort(options.drain, () => flow.drain());
    onAbort(options.leave, () => flow.leave());
    await flow.run();
    const result = await draw(view, flow, stages, options);
    conclude(result);
    const { latency } = stages.measurement;
    const details = assembleDetails(profile, stages.measurement);
    return { result, details, folder: stages.folder, latency };
  } finally {
    await closers.closeAll();
  }
}

interface Prepared {
  readonly flow: OrderFlow;
  readonly view: RunView;
  /** What one order of each entry of the mix costs; null where it is not known. */
  readonly pricesCents: readonly Cents[] | null;
  /** Told what the run came to, which the view shows from then on. */
  readonly conclude: (judgement: RunJudgement) => void;
}

/** Asks the API what there is to know before the first order, and joins what the load needs. */
async function prepare(profile: Profile, stages: OpenStages, timers: TimerClock): Promise<Prepared> {
  const { measurement, connection, closedConnections, target } = stages;
  const { pricesCents, balanceCents } = await preflight(connection, target, profile);
  if (pricesCents === null && profile.limits.spendCents !== null) {
    throw new StartError(
      `${target} shows no catalogue of prices, so limits.spend can't be kept; remove that limit`,
    );
  }
  const spend = new SpendAccount(profile, pricesCents ?? []);
  measurement.tracker.listen(spend);
  const flow = new OrderFlow({
    profile,
    measurement,
    spend,
    connection,
    closedConnections,
    runSecret: stages.runSecret,
    timers,
    reasonToStop: stopConditions(measurement, profile.abort, stages.folder, tickMs),
  });
  let concluded: RunJudgement | null = null;
  const provisional = onceATurn(() => provisionalJudgement(profile, figuresOf(measurement, spend)));
  const judgement = () => concluded ?? provisional();
  const view: RunView = {
    id: stages.id,
    folder: stages.folder,
    profile,
    target,
    mode: profile.load.model,
    webhookUrl: stages.webhookUrl,
    balanceCents,
    tracker: measurement.tracker,
    latency: measurement.latency,
    objectives: measurement.objectives,
    webhookTimes: measurement.webhookTimes,
    spend,
    flow,
    verdict: () => judgement().verdict.result,
    judgement,
    generator: () => measurement.health.reading(),
    nowMs: () => measurement.clock.nowMs(),
    wallMs: (atMs) => measurement.clock.wallMs(atMs),
    lastWebhookMs: () => measurement.lastWebhookMs,
  };
  const conclude = ({ verdict, budgets }: RunJudgement): void => {
    concluded = { verdict, budgets };
  };
  return { flow, view, pricesCents, conclude };
}

function figuresOf(
  { tracker, latency, selected, silence, pace, health }: Measurement,
  spend: SpendAccount,
  generator: GeneratorReading = health.reading(),
): RunFigures {
  return { tracker, latency, selected, silence, pace, spend, generator };
}

/** Draws the result from the figures, and puts what they do not hold into the journal's last line. */
async function draw(
  view: RunView,
  flow: OrderFlow,
  stages: OpenStages,
  { drain, leave }: RunOptions,
): Promise<RunResult> {
  const { measurement, connection, startedAt, troubles } = stages;
  const { tracker, clock } = measurement;
  const embedded = view.profile.target.environment === 'embedded';
  const { ordersDoubled } = tracker.counters;
  const end: RunEnd = {
    startedAt,
    idempotencyViolations: await idempotencyViolations(ordersDoubled, embedded ? connection : null),
    endedAt: new Date(clock.wallMs(clock.nowMs())),
    interruptedBy: signalOf(leave) ?? signalOf(drain),
    earlyEnd: flow.earlyEnd,
    resumed: false,
    troubles,
  };
  const generator = measurement.health.reading();
  stages.finish(journalFooter(end, generator));
  return assembleResult(view, figuresOf(measurement, view.spend, generator), end);
}
