import { type Cents, usdFromCents } from '../contract/money.js';
import type { OrderMixEntry, Profile } from '../profile/profile.js';
import { foxloadVersion } from '../version.js';
import type { CaseReport, IdempotencyResult } from './idempotency-result.js';
import { type CaseEvidence, judgeCase } from './judge-case.js';
import type { BookedOrder } from './money-witness.js';
import type { RanCase } from './ran-case.js';
import { acceptedIds } from './run-case.js';

/** Everything that the result of the suite is drawn from. */
export interface SuiteFindings {
  readonly id: string;
  readonly profile: Profile;
  readonly target: string;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly interruptedBy: string | null;
  readonly item: OrderMixEntry;
  readonly priceCents: Cents | null;
  readonly ran: readonly RanCase[];
  /** How many cases there would have been. */
  readonly planned: number;
  /** The simulator's books, where they are open. */
  readonly booked: readonly BookedOrder[] | null;
  /** The balance went down by this much from the first case to the last; null where it shows nothing. */
  readonly spentCents: Cents | null;
}

/** Draws the result: judges each case, and the suite as a whole. */
export function assembleIdempotencyResult(findings: SuiteFindings): IdempotencyResult {
  const { profile, item, priceCents, ran, booked, spentCents } = findings;
  const named = new Set(ran.flatMap(({ seen }) => acceptedIds(seen.outcomes)));
  const evidence: CaseEvidence = { priceCents, booked, named };
  const cases = ran.map(({ plan, seen }) => judgeCase(plan, seen, evidence));
  return {
    schema: 1,
    kind: 'idempotency',
    run: {
      id: findings.id,
      profile: profile.name,
      environment: profile.target.environment,
      target: findings.target,
      dialect: profile.target.dialect,
      startedAt: findings.startedAt.toISOString(),
      endedAt: findings.endedAt.toISOString(),
      version: foxloadVersion,
      node: process.version,
      interruptedBy: findings.interruptedBy,
    },
    order: { sku: item.sku, quantity: item.quantity, priceUsd: usdOrNull(priceCents) },
    moneyWitness: moneyWitness(findings),
    verdict: verdictOf(cases, findings),
    cases,
    total: {
      keys: cases.length,
      calls: ran.reduce((sum, { seen }) => sum + seen.outcomes.length, 0),
      orders: cases.reduce((sum, { orders }) => sum + orders, 0),
      debits: totalDebits(findings),
      spentUsd: usdOrNull(spentCents),
    },
  };
}

function verdictOf(cases: readonly CaseReport[], findings: SuiteFindings): IdempotencyResult['verdict'] {
  const broken = cases
    .filter(({ verdict }) => verdict === 'broken')
    .map(
      ({ name, broken: parts, orders, debits }) =>
        `${name}: not ${parts.join(', not ')} (${counts(orders, debits)})`,
    );
  if (broken.length > 0) return { result: 'broken', reasons: broken };
  const late = lateDebits(cases, findings);
  if (late !== null) return { result: 'broken', reasons: [late] };
  const undecided = cases
    .filter(({ verdict }) => verdict === 'undecided')
    .map(({ name, orders }) => `${name}: ${orders === 0 ? 'no order came about' : 'no answer'}`);
  const missing = findings.planned - cases.length;
  if (missing > 0) undecided.push(`${missing} of ${findings.planned} cases were not run`);
  return undecided.length > 0 ? { result: 'undecided', reasons: undecided } : { result: 'kept', reasons: [] };
}

/** Debits that no case saw, because they came after it: at most one for each key that made an order is lawful. */
function lateDebits(cases: readonly CaseReport[], findings: SuiteFindings): string | null {
  const debits = totalDebits(findings);
  // An empty key may have made several orders.
  const lawful = cases.reduce(
    (sum, { verdict, orders }) => sum + (verdict === 'not_a_key' ? orders : Math.min(orders, 1)),
    0,
  );
  if (debits === null || debits <= lawful) return null;
  return `the whole suite: not one debit (${debits} debits for ${lawful} keys that made an order)`;
}

function totalDebits({ booked, spentCents, priceCents }: SuiteFindings): number | null {
  if (booked !== null) return booked.reduce((sum, { debits }) => sum + debits, 0);
  if (spentCents === null || priceCents === null || priceCents === 0) return null;
  return Math.max(0, Math.ceil(spentCents / priceCents));
}

function moneyWitness({ booked, spentCents, priceCents }: SuiteFindings): IdempotencyResult['moneyWitness'] {
  if (booked !== null) return 'ledger';
  return spentCents === null || priceCents === null ? null : 'balance';
}

function counts(orders: number, debits: number | null): string {
  return `${orders} ${orders === 1 ? 'order' : 'orders'}, ${debits ?? 'unknown'} ${debits === 1 ? 'debit' : 'debits'}`;
}

function usdOrNull(cents: Cents | null): number | null {
  return cents === null ? null : usdFromCents(cents);
}
