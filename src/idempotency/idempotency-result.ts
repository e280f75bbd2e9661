import type { DialectName } from '../contract/dialect.js';
import type { TargetProfile } from '../profile/profile.js';

/** One key, one order, one debit: the parts that can be broken. */
export const lawParts = ['one order', 'one debit'] as const;
export type LawPart = (typeof lawParts)[number];

/**
 * What a case came to. `kept`: the law held. `broken`: it did not. `not_induced`: the circumstance of the case did not come
 * about here, so the law held in a plainer case. `not_a_key`: an empty key was taken, and promises nothing. `undecided`: no
 * order came about, or the API gave no answer, so nothing is shown.
 */
export const caseVerdicts = ['kept', 'broken', 'not_induced', 'not_a_key', 'undecided'] as const;
export type CaseVerdict = (typeof caseVerdicts)[number];

/** A kind of answer, and how many calls got it. */
export interface AnswerCount {
  /** Such as `201`, `422 idempotency_mismatch`, `timeout`, `201 cut`. */
  readonly answer: string;
  readonly count: number;
}

/** One case: what was sent, how the API behaved, and what became of the law. */
export interface CaseReport {
  readonly name: string;
  readonly title: string;
  readonly sent: string;
  /** The key, cut at 64 characters: what to look for in the API's own log. */
  readonly key: string;
  /** In the order in which they were first seen. */
  readonly answers: readonly AnswerCount[];
  /** Whether all 2xx were the same: to the byte, in their order, or not even that. Null with fewer than two. */
  readonly replays: 'same answer' | 'same order' | 'different orders' | null;
  readonly orderIds: readonly string[];
  readonly orders: number;
  /** Null where neither the simulator's ledger nor balance and prices show it. */
  readonly debits: number | null;
  /** How often the final webhook came. */
  readonly webhooks: number;
  /** Whether the case's circumstance came about; null for a case that has none. */
  readonly induced: boolean | null;
  readonly verdict: CaseVerdict;
  /** Why it is broken. */
  readonly broken: readonly LawPart[];
  /** Sentences on what else was seen. */
  readonly notes: readonly string[];
}

/** The result of the suite: one plain value, from which everything else is printed. Money is in USD. */
export interface IdempotencyResult {
  readonly schema: 1;
  readonly kind: 'idempotency';
  readonly run: {
    readonly id: string;
    readonly profile: string;
    readonly environment: TargetProfile['environment'];
    readonly target: string;
    readonly dialect: DialectName;
    readonly startedAt: string;
    readonly endedAt: string;
    readonly version: string;
    readonly node: string;
    /** The signal that ended the suite early. */
    readonly interruptedBy: string | null;
  };
  readonly order: { readonly sku: string; readonly quantity: number; readonly priceUsd: number | null };
  /** What shows debits: the simulator's books, the balance, or nothing. */
  readonly moneyWitness: 'ledger' | 'balance' | null;
  readonly verdict: {
    readonly result: 'kept' | 'broken' | 'undecided';
    /** One sentence each. */
    readonly reasons: readonly string[];
  };
  readonly cases: readonly CaseReport[];
  readonly total: {
    readonly keys: number;
    readonly calls: number;
    readonly orders: number;
    readonly debits: number | null;
    readonly spentUsd: number | null;
  };
}
