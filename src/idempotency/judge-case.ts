import type { Cents } from '../contract/money.js';
import type { CallOutcome } from './call-outcome.js';
import { isAnswered } from './call-outcome.js';
import type { Circumstance, IdempotencyCase } from './idempotency-case.js';
import type { AnswerCount, CaseReport, CaseVerdict, LawPart } from './idempotency-result.js';
import type { BookedOrder } from './money-witness.js';
import { acceptedIds, type CaseObservation } from './run-case.js';

/** What else is known when a case is judged. */
export interface CaseEvidence {
  /** The price of one order; null where the API shows no prices, or its balance can't be trusted. */
  readonly priceCents: Cents | null;
  /** The simulator's books, where they are open. */
  readonly booked: readonly BookedOrder[] | null;
  /** Every order id that an answer of any case named. */
  readonly named: ReadonlySet<string>;
}

const keyShown = 64;

/** Judges one case. Only the law is judged: one key, one order, one debit. All else is told. */
export function judgeCase(plan: IdempotencyCase, seen: CaseObservation, evidence: CaseEvidence): CaseReport {
  const ownLines = evidence.booked?.filter(({ key }) => key === seen.key) ?? null;
  const orderIds = [
    ...new Set([...acceptedIds(seen.outcomes), ...(ownLines ?? []).map(({ orderId }) => orderId)]),
  ];
  const debits =
    ownLines === null ? debitsByBalance(seen, evidence) : sum(ownLines.map((line) => line.debits));
  const broken: LawPart[] = [];
  if (orderIds.length > 1) broken.push('one order');
  if (debits !== null && debits > 1) broken.push('one debit');
  const induced = plan.circumstance === undefined ? null : cameAbout[plan.circumstance](seen);
  const verdict = verdictOf(plan, seen, orderIds.length, broken, induced);
  const { name, title, sent } = plan;
  return {
    name,
    title,
    sent,
    key: seen.key.slice(0, keyShown),
    answers: answerCounts(seen.outcomes),
    replays: replaysOf(seen.outcomes),
    orderIds,
    orders: orderIds.length,
    debits,
    webhooks: seen.webhooks,
    induced,
    verdict,
    broken: verdict === 'broken' ? broken : [],
    notes: notesOf(seen, evidence, orderIds),
  };
}

function verdictOf(
  { key }: IdempotencyCase,
  { outcomes }: CaseObservation,
  orders: number,
  broken: readonly LawPart[],
  induced: boolean | null,
): CaseVerdict {
  const answered = outcomes.some(isAnswered);
  // Nobody promises anything for a call without a key.
  if (key === 'empty' && orders > 0) return 'not_a_key';
  if (broken.length > 0) return 'broken';
  if (!answered) return 'undecided';
  // A malformed key may be refused; of a good one, an API that sells nothing shows nothing.
  if (key === 'uuid_v4' && orders === 0) return 'undecided';
  return induced === false ? 'not_induced' : 'kept';
}

/** The balance is a sum: what went down by more than one price was more than one debit. */
function debitsByBalance({ spentCents }: CaseObservation, { priceCents }: CaseEvidence): number | null {
  if (spentCents === null || priceCents === null || priceCents === 0) return null;
  return Math.max(0, Math.ceil(spentCents / priceCents));
}

const cameAbout: Readonly<Record<Circumstance, (seen: CaseObservation) => boolean>> = {
  server_error: ({ outcomes: [first] }) => first?.status != null && first.status >= 500,
  client_timeout: ({ outcomes: [first] }) => first?.kind === 'timeout',
  connection_cut: ({ outcomes: [first] }) => first?.kind === 'cut',
  completed: ({ webhooksCame }) => webhooksCame === true,
  repeated_webhook: ({ webhooksCame }) => webhooksCame === true,
  early_webhook: ({ outcomes: [first], firstWebhookMs }) =>
    first?.kind === 'accepted' && firstWebhookMs !== null && firstWebhookMs < first.atMs,
};

function answerCounts(outcomes: readonly CallOutcome[]): AnswerCount[] {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    const answer = answerText(outcome);
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return [...counts].map(([answer, count]) => ({ answer, count }));
}

function answerText({ kind, status, error }: CallOutcome): string {
  if (kind === 'timeout') return 'client timeout';
  if (kind === 'network') return 'no answer';
  const words = kind === 'cut' || kind === 'unreadable' ? kind : error;
  return [status, words].filter((part) => part !== null).join(' ');
}

function replaysOf(outcomes: readonly CallOutcome[]): CaseReport['replays'] {
  const accepted = outcomes.filter(({ kind }) => kind === 'accepted');
  if (accepted.length < 2) return null;
  if (new Set(accepted.map(({ orderId }) => orderId)).size > 1) return 'different orders';
  return new Set(accepted.map(({ answerDigest }) => answerDigest)).size > 1 ? 'same order' : 'same answer';
}

function notesOf(
  { strangers, webhooks }: CaseObservation,
  { named, booked }: CaseEvidence,
  orderIds: readonly string[],
): string[] {
  const notes: string[] = [];
  // The books name every order, so without an answer it is none of ours.
  const unnamed = booked === null ? strangers.filter((id) => !named.has(id)) : [];
  if (unnamed.length > 0) {
    notes.push(
      `webhooks of orders that no answer named: ${unnamed.length} (a second order, or somebody else's)`,
    );
  }
  if (orderIds.length > 0 && webhooks === 0) notes.push('not every final webhook came');
  return notes;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
