import type { TimerClock } from '../clock.js';
import { endpoints } from '../contract/endpoints.js';
import type { Cents } from '../contract/money.js';
import type { OrderMixEntry, Profile } from '../profile/profile.js';
import type { Closers } from '../run/closers.js';
import { preflight } from '../run/preflight.js';
import { StartError } from '../run/start-error.js';
import type { IdempotencyCase } from './idempotency-case.js';
import { balanceNow } from './money-witness.js';
import { type OpenTarget, openTarget } from './open-target.js';
import { suiteCases } from './suite-cases.js';
import { refuseBeyondLimits, type WorstCase, worstCase } from './worst-case.js';

/** What is about to happen. */
export interface SuitePlan {
  /** The API's address. */
  readonly target: string;
  readonly cases: readonly IdempotencyCase[];
  readonly item: OrderMixEntry;
  readonly worst: WorstCase;
}

/** A suite that may begin. */
export interface PreparedSuite {
  readonly plan: SuitePlan;
  readonly target: OpenTarget;
  /** What one order of the item costs; null where the API shows no prices. */
  readonly priceCents: Cents | null;
  /** What can be spent now; null where the API shows no balance, or one that others move. */
  readonly balanceCents: Cents | null;
}

/** A partner's account on which nothing moves for so long is taken to be still. */
const stillnessMs = 500;

/**
 * Opens what the suite needs and asks the API what there is to know, without ordering anything. Throws a StartError when
 * something is missing or wrong, when a limit could be passed, and for production.
 */
export async function prepareSuite(
  profile: Profile,
  environment: NodeJS.ProcessEnv,
  clock: TimerClock,
  leave: AbortSignal | undefined,
  closers: Closers,
): Promise<PreparedSuite> {
  refuseProduction(profile);
  const target = await openTarget(profile, environment, clock, leave, closers);
  const cases = suiteCases(profile.target.dialect);
  const { pricesCents, balanceCents } = await preflight(target.connection, target.url, profile);
  const { item, priceCents } = cheapest(profile.orders, pricesCents);
  const unitCents = priceCents === null ? null : priceCents / item.quantity;
  const worst = worstCase(cases, item.quantity, unitCents);
  refuseBeyondLimits(worst, profile.limits);
  const still = balanceCents !== null && (await isStill(profile, target, balanceCents, clock));
  return {
    plan: { target: target.url, cases, item, worst },
    target,
    // A highest price that the profile allows bounds the worst case, but can't tell one debit from two.
    priceCents: (await showsPrices(target)) ? priceCents : null,
    balanceCents: still ? balanceCents : null,
  };
}

function refuseProduction({ target }: Profile): void {
  if (target.environment !== 'production') return;
  throw new StartError(
    'target.environment is production, where foxload idempotency never runs: it orders with one key again and again, ' +
      'and each mistake of the API would cost real money; name a sandbox',
  );
}

async function showsPrices({ connection }: OpenTarget): Promise<boolean> {
  const outcome = await connection.get(endpoints.skus);
  return outcome.kind === 'answer' && outcome.status === 200;
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
