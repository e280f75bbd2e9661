import { cpus } from 'node:os';
import { usdFromCents } from '../contract/money.js';
import type { GateFigures } from '../gate/gate-figures.js';
import { judge } from '../gate/judge.js';
import { verdict } from '../gate/verdict.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import { foxloadVersion } from '../version.js';
import { countedFigures } from './counted-figures.js';
import { saturation } from './generator-health.js';
import { invalidCauses } from './invalid-causes.js';
import type { Measurement } from './measurement.js';
import type { RunFacts, RunResult } from './run-result.js';
import { resultSchema } from './run-result.js';
import type { RunView } from './run-view.js';

/** What the end of a run knows besides its figures. */
export interface RunEnd {
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly interruptedBy: NodeJS.Signals | null;
  /** What broke on our side, a sentence each. */
  readonly troubles: readonly string[];
  /** Keys that the API made more than one order or debit for. */
  readonly idempotencyViolations: number;
}

/** Draws the one value that every report reads, once, after the drain. */
export function assembleResult(view: RunView, measurement: Measurement, end: RunEnd): RunResult {
  const { profile, spend } = view;
  const { counters } = measurement.tracker;
  const counted = countedFigures(counters);
  const latency = measurement.latency.figures();
  const reading = measurement.health.reading();
  const idempotency = { replays: sum(counters.replays), violations: end.idempotencyViolations };
  const gateFigures: GateFigures = {
    latency,
    orders: counted.ledger,
    failures: counters.failures,
    refusals: refusalsByReason(counters),
    webhooks: counted.webhooks,
    idempotency,
    spendCents: spend.debitedCents,
  };
  const budgets = judge(profile.budgets, gateFigures);
  return {
    schema: resultSchema,
    run: runFacts(view, end),
    verdict: verdict(budgets, invalidCauses(measurement, view.webhookUrl, end.troubles)),
    ...counted,
    latency,
    idempotency,
    generator: { ...reading, saturated: saturation(reading, latency.sendLag.p99Ms).length > 0 },
    spend: {
      debitedUsd: usdFromCents(spend.debitedCents),
      refundedUsd: usdFromCents(spend.refundedCents),
      limitUsd: spend.limitCents === null ? null : usdFromCents(spend.limitCents),
    },
    budgets,
  };
}

function runFacts({ id, profile, target }: RunView, end: RunEnd): RunFacts {
  return {
    id,
    profile: profile.name,
    environment: profile.target.environment,
    target,
    dialect: profile.target.dialect,
    model: profile.load.model,
    startedAt: end.startedAt.toISOString(),
    endedAt: end.endedAt.toISOString(),
    seed: profile.load.seed,
    version: foxloadVersion,
    node: process.version,
    cores: cpus().length,
    deadlineMs: profile.deadlineMs,
    interruptedBy: end.interruptedBy,
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
