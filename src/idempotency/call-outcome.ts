import { createHash } from 'node:crypto';
import { ContractError } from '../contract/contract-error.js';
import type { Dialect } from '../contract/dialect.js';
import { readJsonObject } from '../contract/json-fields.js';
import type { AttemptOutcome } from '../load/http-attempt.js';
import type { CutOutcome } from './cut-call.js';

/** What one call of the suite came to, without anything that must not be shown. */
export interface CallOutcome {
  /** `unreadable`: a 2xx that tells no order. `cut`: closed on purpose. */
  readonly kind: 'accepted' | 'refused' | 'unreadable' | 'timeout' | 'network' | 'cut';
  /** When the call was over, in milliseconds of the suite's clock. */
  readonly atMs: number;
  readonly status: number | null;
  /** The API's own error code, such as `idempotency_mismatch`. */
  readonly error: string | null;
  readonly orderId: string | null;
  /** Tells equal answers from unequal ones. */
  readonly answerDigest: string | null;
  readonly retryAfterMs: number | null;
}

const nothing = { status: null, error: null, orderId: null, answerDigest: null, retryAfterMs: null } as const;

/** Reads what a create call came to. `retryAfterMs` is what its headers ask for. */
export function callOutcome(
  dialect: Dialect,
  outcome: AttemptOutcome,
  atMs: number,
  retryAfterMs: number | null,
): CallOutcome {
  if (outcome.kind === 'no_answer') return { ...nothing, kind: outcome.cause, atMs };
  const { status, body } = outcome;
  const answer = { ...nothing, atMs, status, retryAfterMs };
  if (status < 200 || status > 299) return { ...answer, kind: 'refused', error: errorCode(body) };
  const orderId = acceptedId(dialect, status, body);
  if (orderId === null || body === null) return { ...answer, kind: 'unreadable' };
  const answerDigest = createHash('sha256').update(body).digest('hex');
  return { ...answer, kind: 'accepted', orderId, answerDigest };
}

/** A call that was cut, in the same form. */
export function cutCallOutcome(outcome: CutOutcome, atMs: number): CallOutcome {
  if (outcome.kind === 'no_answer') return { ...nothing, kind: outcome.cause, atMs };
  return { ...nothing, kind: 'cut', atMs, status: outcome.status };
}

/**
 * Whether the client may stop here: the API took the order, or said a no that asking again does not change. Its failures,
 * a key that is still in work (409) and a rate limit (429) are none.
 */
export function isAnswered({ kind, status, error }: CallOutcome): boolean {
  if (kind === 'accepted') return true;
  if (kind !== 'refused' || status === null) return false;
  return status < 500 && status !== 429 && error !== 'idempotency_in_progress';
}

function acceptedId(dialect: Dialect, status: number, body: Buffer | null): string | null {
  if (body === null) return null;
  try {
    const answer = dialect.readCreateAnswer(status, body);
    return answer.kind === 'accepted' ? answer.orderId : null;
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}

/** Only what looks like a code is repeated: a body may hold anything. */
const codeForm = /^[a-z][a-z0-9_.-]{0,39}$/i;

function errorCode(body: Buffer | null): string | null {
  if (body === null) return null;
  try {
    const { error } = readJsonObject(body, 'the error');
    return typeof error === 'string' && codeForm.test(error) ? error : null;
  } catch (error) {
    if (error instanceof ContractError) return null;
    throw error;
  }
}
