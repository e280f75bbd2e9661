import { randomBytes } from 'node:crypto';
import { monotonicClock, type TimerClock } from '../clock.js';
import { retryPolicy } from '../load/retry-policy.js';
import type { Profile } from '../profile/profile.js';
import { Closers } from '../run/closers.js';
import { makeRunFolder, runId } from '../run/run-folder.js';
import { signalOf } from '../run/stop-signals.js';
import { assembleIdempotencyResult } from './assemble-idempotency-result.js';
import { caseKey } from './case-key.js';
import type { IdempotencyCase } from './idempotency-case.js';
import type { IdempotencyResult } from './idempotency-result.js';
import { type BookedOrder, balanceNow, bookedOrders } from './money-witness.js';
import { type PreparedSuite, prepareSuite, type SuitePlan } from './prepare-suite.js';
import type { RanCase } from './ran-case.js';
import { acceptedIds, type CaseSurroundings, runCase } from './run-case.js';

export interface SuiteOptions {
  /** Where the suite's folder is made; `reports` when left out. */
  readonly reportsFolder?: string;
  /** Where the credentials of a target that is not embedded are looked up; the process's environment when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Aborted: no further case. The reason may be the name of a signal. */
  readonly drain?: AbortSignal;
  /** Aborted: no waiting for webhooks any more. */
  readonly leave?: AbortSignal;
  /** Told right before the first order; what it throws stops the suite before anything is sent. */
  readonly beforeOrders?: (plan: SuitePlan) => void;
  /** Told before each case. */
  readonly caseBegins?: (plan: IdempotencyCase, place: number) => void;
  readonly clock?: TimerClock;
}

export interface FinishedSuite {
  readonly result: IdempotencyResult;
  /** Made for the result; nothing is in it yet. */
  readonly folder: string;
}

/** A client that is impatient with a stranger's API gives up after this long. */
const strangersImpatientMs = 1_000;

/** Keys are as hard to guess as a key of 256 bits. */
const keySecretBytes = 32;

/**
 * Orders with one key in every way that must not make a second order, and tells what came of each. One case after the
 * other, because the balance tells only sums.
 *
 * Rejects with a StartError, before anything is ordered, when something that is needed is missing or wrong, or when the
 * worst case would pass a limit of the profile.
 */
export async function runIdempotencySuite(
  profile: Profile,
  options: SuiteOptions = {},
): Promise<FinishedSuite> {
  const { reportsFolder = 'reports', environment = process.env, clock = monotonicClock } = options;
  const closers = new Closers();
  try {
    const prepared = await prepareSuite(profile, environment, clock, options.leave, closers);
    options.beforeOrders?.(prepared.plan);
    const startedAt = new Date(clock.wallMs(clock.nowMs()));
    const id = runId(startedAt, profile.name, randomBytes(2).toString('hex'));
    const folder = makeRunFolder(reportsFolder, id);
    const ran = await runCases(prepared.plan, surroundingsOf(profile, prepared, clock), options);
    const result = await drawResult(profile, prepared, ran, { id, startedAt, clock, options });
    return { result, folder };
  } finally {
    await closers.closeAll();
  }
}

function surroundingsOf(
  { target: { environment, attemptTimeoutMs }, sandbox, load, deadlineMs }: Profile,
  { target, plan, balanceCents }: PreparedSuite,
  clock: TimerClock,
): CaseSurroundings {
  const impatientMs =
    environment === 'embedded' ? sandbox.slowAnswerMs / sandbox.speed / 2 : strangersImpatientMs;
  return {
    caller: target.caller(plan.item),
    desk: target.desk,
    clock,
    retryPolicy: retryPolicy(load.seed),
    attemptTimeoutMs,
    impatientMs: Math.min(impatientMs, attemptTimeoutMs),
    patienceMs: deadlineMs,
    balance: async () => (balanceCents === null ? null : balanceNow(target.connection)),
  };
}

async function runCases(
  { cases }: SuitePlan,
  surroundings: CaseSurroundings,
  { drain, leave, caseBegins }: SuiteOptions,
): Promise<RanCase[]> {
  const secret = randomBytes(keySecretBytes);
  const ran: RanCase[] = [];
  for (const [place, plan] of cases.entries()) {
    if (drain?.aborted === true || leave?.aborted === true) break;
    caseBegins?.(plan, place);
    const seen = await runCase(plan, place, caseKey(secret, place, plan.key), surroundings);
    ran.push({ plan, seen });
  }
  return ran;
}

/** Closes the books when all orders are decided, and draws the result. */
async function drawResult(
  profile: Profile,
  prepared: PreparedSuite,
  ran: readonly RanCase[],
  run: {
    readonly id: string;
    readonly startedAt: Date;
    readonly clock: TimerClock;
    readonly options: SuiteOptions;
  },
): Promise<IdempotencyResult> {
  const { plan, target, priceCents, balanceCents } = prepared;
  const { id, startedAt, clock, options } = run;
  const booked = await settledBooks(profile, prepared, ran);
  const balanceAfterCents = balanceCents === null ? null : await balanceNow(target.connection);
  return assembleIdempotencyResult({
    id,
    profile,
    target: plan.target,
    startedAt,
    endedAt: new Date(clock.wallMs(clock.nowMs())),
    interruptedBy: signalOf(options.leave) ?? signalOf(options.drain),
    item: plan.item,
    priceCents,
    ran,
    planned: plan.cases.length,
    booked,
    spentCents: balanceCents === null || balanceAfterCents === null ? null : balanceCents - balanceAfterCents,
  });
}

/** The simulator's books when every order in them is decided; null for any other API. */
async function settledBooks(
  { target: { environment }, deadlineMs }: Profile,
  { target }: PreparedSuite,
  ran: readonly RanCase[],
): Promise<readonly BookedOrder[] | null> {
  const named = ran.flatMap(({ seen }) => acceptedIds(seen.outcomes));
  const open = environment === 'embedded' ? await bookedOrders(target.connection) : null;
  await target.desk.cameFor([...named, ...(open ?? []).map(({ orderId }) => orderId)], 1, deadlineMs);
  return open === null ? null : bookedOrders(target.connection);
}
