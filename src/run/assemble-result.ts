import { cpus } from 'node:os';
import { usdFromCents } from '../contract/money.js';
import type { BudgetResult } from '../gate/judge.js';
import { type Verdict, verdict } from '../gate/verdict.js';
import type { Profile } from '../profile/profile.js';
import { sumOfCounts } from '../sum-of-counts.js';
import { foxloadVersion } from '../version.js';
import { countedFigures } from './counted-figures.js';
import type { EarlyEnd } from './early-end.js';
import { saturation } from './generator-health.js';
import type { GeneratorReading } from './generator-reading.js';
import { invalidCauses } from './invalid-causes.js';
import { judgeFigures } from './judge-figures.js';
import { modelCaveat } from './model-caveat.js';
import type { RunFigures } from './run-figures.js';
import type { GeneratorFigures, RunFacts, RunResult, SpendFigures } from './run-result.js';
import { resultSchema } from './run-result.js';
import type { SpendAccount } from './spend-account.js';

/** What a run is called and was aimed at. */
export interface RunIdentity {
  readonly id: string;
  readonly profile: Profile;
  /** The API's address, and the receiver's. */
  readonly target: string;
  readonly webhookUrl: string;
}

/** What the end of a run knows besides its figures. */
export interface RunEnd {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly interruptedBy: NodeJS.Signals | null;
  readonly earlyEnd: EarlyEnd | null;
  /** Whether foxload was killed in between, and settled its orders later. */
  readonly resumed: boolean;
  /** What broke on our side, a sentence each. */
  readonly troubles: readonly string[];
  /** Keys that the API made more than one order or debit for. */
  readonly idempotencyViolations: number;
}

/** Draws the one value that every report reads, once, after the drain. */
export function assembleResult(identity: RunIdentity, figures: RunFigures, end: RunEnd): RunResult {
  const { counters } = figures.tracker;
  const counted = countedFigures(counters);
  const latency = figures.latency.figures();
  const idempotency = { replays: sumOfCounts(counters.replays), violations: end.idempotencyViolations };
  const budgets = judgeFigures(identity.profile.budgets, figures, idempotency);
  return {
    schema: resultSchema,
    run: runFacts(identity, end),
    verdict: verdictOf(identity, figures, end, budgets),
    ...counted,
    latency,
    pace: figures.pace.figures(identity.profile.load.maxInFlight),
    idempotency,
    generator: generatorFigures(figures.generator, latency.sendLag.p99Ms),
    spend: spendFigures(figures.spend),
    budgets,
  };
}

function verdictOf(
  { webhookUrl }: RunIdentity,
  figures: RunFigures,
  { troubles, earlyEnd }: RunEnd,
  budgets: readonly BudgetResult[],
): Verdict {
  const because = (cause: EarlyEnd['cause']) => (earlyEnd?.cause === cause ? [earlyEnd.sentence] : []);
  // Why it had to end explains more than that it ended.
  const invalid = [...invalidCauses(figures, webhookUrl, troubles), ...because('instrument')];
  return verdict(budgets, invalid, because('api'));
}

function generatorFigures(reading: GeneratorReading | null, sendLagP99Ms: number | null): GeneratorFigures {
  if (reading === null)
    return { loopDelayP99Ms: null, cpuRatio: null, receiverP99Ms: null, saturated: false };
  return { ...reading, saturated: saturation(reading, sendLagP99Ms).length > 0 };
}

function spendFigures({ debitedCents, refundedCents, limitCents }: SpendAccount): SpendFigures {
  return {
    debitedUsd: usdFromCents(debitedCents),
    refundedUsd: usdFromCents(refundedCents),
    limitUsd: limitCents === null ? null : usdFromCents(limitCents),
  };
}

function runFacts({ id, profile, target }: RunIdentity, end: RunEnd): RunFacts {
  return {
    id,
    profile: profile.name,
    environment: profile.target.environment,
    target,
    dialect: profile.target.dialect,
    model: profile.load.model,
    caveat: modelCaveat(profile.load.model),
    startedAt: end.startedAt.toISOString(),
    endedAt: end.endedAt.toISOString(),
    seed: profile.load.seed,
    version: foxloadVersion,
    node: process.version,
    cores: cpus().length,
    deadlineMs: profile.deadlineMs,
    interruptedBy: end.interruptedBy,
    endedEarly: end.earlyEnd?.sentence ?? null,
    resumed: end.resumed,
  };
}
