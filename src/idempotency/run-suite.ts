import { randomBytes } from 'node:crypto';
import { monotonicClock, type TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import { retryPolicy } from '../load/retry-policy.js';
import type { OrderMixEntry, Profile } from '../profile/profile.js';
import { Closers } from '../run/closers.js';
import { preflight } from '../run/preflight.js';
import { makeRunFolder, runId } from '../run/run-folder.js';
import { StartError } from '../run/start-error.js';
import { signalOf } from '../run/stop-signals.js';
import { assembleIdempotencyResult } from './assemble-idempotency-result.js';
import { caseKey } from './case-key.js';
import type { IdempotencyCase } from './idempotency-case.js';
import type { IdempotencyResult } from './idempotency-result.js';
import { balanceNow, bookedOrders } from './money-witness.js';
import { type OpenTarget, openTarget } from './open-target.js';
import type { RanCase } from './ran-case.js';
import { acceptedIds, type CaseSurroundings, runCase } from './run-case.js';
import { suiteCases } from './suite-cases.js';
import { refuseBeyondLimits, type WorstCase, worstCase } from './worst-case.js';

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

/** What is about to happen. */
export interface SuitePlan {
  readonly target: string;
  readonly cases: readonly IdempotencyCase[];
  readonly item: OrderMixEntry;
  readonly worst: WorstCase;
}

export interface FinishedSuite {
  readonly result: IdempotencyResult;
  readonly folder: string;
}

/** A partner's account on which nothing moves for so long is taken to be still. */
const stillnessMs = 500;

/** A client that is impatient with a stranger's API gives up after this long. */
const strangersImpatientMs = 1_000;

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
  refuseProduction(profile);
  const { reportsFolder = 'reports', environment = process.env, clock = monotonicClock } = options;
  const closers = new Closers();
  try {
    const target = await openTarget(profile, environment, clock, options.leave, closers);
    const cases = suiteCases(profile.target.dialect);
    const { pricesCents, balanceCents } = await preflight(target.connection, target.url, profile.orders);
    const { item, priceCents } = cheapest(profile.orders, pricesCents);
    const worst = worstCase(cases, item.quantity, priceCents === null ? null : priceCents / item.quantity);
    refuseBeyondLimits(worst, profile.limits);
    const still = balanceCents !== null && (await isStill(profile, target, balanceCents, clock));
    options.beforeOrders?.({ target: target.url, cases, item, worst });
    const startedAt = new Date(clock.wallMs(clock.nowMs()));
    const id = runId(startedAt, profile.name, randomBytes(2).toString('hex'));
    const folder = makeRunFolder(reportsFolder, id);

    const balance = async () => (still ? balanceNow(target.connection) : null);
    const ran = await runCases(cases, surroundingsOf(profile, target, item, clock, balance), options);
    const booked = await settledBooks(profile, target, ran);
    const balanceAfterCents = await balance();
    const result = assembleIdempotencyResult({
      id,
      profile,
      target: target.url,
      startedAt,
      endedAt: new Date(clock.wallMs(clock.nowMs())),
      interruptedBy: signalOf(options.leave) ?? signalOf(options.drain),
      item,
      priceCents,
      ran,
      planned: cases.length,
      booked,
      spentCents:
        balanceCents === null || balanceAfterCents === null ? null : balanceCents - balanceAfterCents,
    });
    return { result, folder };
  } finally {
    await closers.closeAll();
  }
}

function refuseProduction({ target }: Profile): void {
  if (target.environment !== 'production') return;
  throw new StartError(
    'target.environment is production, where foxload idempotency never runs: it orders with one key again and again, and each mistake of the API would cost real money; name a sandbox',
  );
}

/** The entry of the mix that costs least; the first where prices are not known. */
function cheapest(
  orders: readonly OrderMixEntry[],
  pricesCents: readonly Cents[] | null,
): { readonly item: OrderMixEntry; readonly priceCents: Cents | null } {
  let place = 0;
  pricesCents?.forEach((price, at) => {
    if (price < (pricesCents[place] ?? price)) place = at;
  });
  const item = orders[place];
  if (item === undefined) throw new StartError('the profile orders nothing');
  return { item, priceCents: pricesCents?.[place] ?? null };
}

/** Whether the balance is ours alone; that of a simulator of our own is. */
async function isStill(
  { target: { environment } }: Profile,
  { connection }: OpenTarget,
  balanceCents: Cents,
  clock: TimerClock,
): Promise<boolean> {
  if (environment === 'embedded') return true;
  await new Promise<void>((resolve) => {
    clock.after(stillnessMs, resolve);
  });
  return (await balanceNow(connection)) === balanceCents;
}

function surroundingsOf(
  { target: { environment, attemptTimeoutMs }, sandbox, load, deadlineMs }: Profile,
  target: OpenTarget,
  item: OrderMixEntry,
  clock: TimerClock,
  balance: () => Promise<Cents | null>,
): CaseSurroundings {
  const slowMs = sandbox.slowAnswerMs / sandbox.speed;
  return {
    caller: target.caller(item),
    desk: target.desk,
    clock,
    retryPolicy: retryPolicy(load.seed),
    attemptTimeoutMs,
    impatientMs: Math.min(environment === 'embedded' ? slowMs / 2 : strangersImpatientMs, attemptTimeoutMs),
    patienceMs: deadlineMs,
    balance,
  };
}

async function runCases(
  cases: readonly IdempotencyCase[],
  surroundings: CaseSurroundings,
  { drain, leave, caseBegins }: SuiteOptions,
): Promise<RanCase[]> {
  const secret = randomBytes(32);
  const ran: RanCase[] = [];
  for (const [place, plan] of cases.entries()) {
    if (drain?.aborted === true || leave?.aborted === true) break;
    caseBegins?.(plan, place);
    const seen = await runCase(plan, place, caseKey(secret, place, plan.key), surroundings);
    ran.push({ plan, seen });
  }
  return ran;
}

/** The simulator's books when every order in them is decided; null for any other API. */
async function settledBooks(
  { target: { environment }, deadlineMs }: Profile,
  target: OpenTarget,
  ran: readonly RanCase[],
) {
  const ids = ran.flatMap(({ seen }) => acceptedIds(seen.outcomes));
  const open = environment === 'embedded' ? await bookedOrders(target.connection) : null;
  await target.desk.cameFor([...ids, ...(open ?? []).map(({ orderId }) => orderId)], 1, deadlineMs);
  return open === null ? null : bookedOrders(target.connection);
}
