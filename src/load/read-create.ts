import type { Clock } from '../clock.js';
import { ContractError, type ViolationPlace } from '../contract/contract-error.js';
import type { CreateAnswer, Dialect } from '../contract/dialect.js';
import type { AttemptFailure, OrderEvent } from '../order-event.js';
import type { AttemptOutcome } from './http-attempt.js';
import { readRetryAfterMs } from './retry-policy.js';

/** One attempt of a create call, read: what the API said, or why that is not known. */
export type CreateReading =
  | { readonly kind: 'read'; readonly answer: CreateAnswer; readonly status: number }
  | {
      readonly kind: 'unreadable';
      readonly cause: AttemptFailure;
      readonly status: number | null;
      readonly retryAfterMs: number | null;
      readonly explanation: string;
    };

/** What is needed to read what the API answers. */
export interface AnswerReader {
  readonly dialect: Dialect;
  readonly clock: Clock;
  /** Where each breach of the contract is told. */
  readonly emit: (event: OrderEvent) => void;
}

type Answer = Extract<AttemptOutcome, { kind: 'answer' }>;

/** Reads what an attempt to create an order came to. */
export function readCreate(reader: AnswerReader, outcome: AttemptOutcome): CreateReading {
  if (outcome.kind === 'no_answer') {
    const { cause, explanation } = outcome;
    return { kind: 'unreadable', cause, status: null, retryAfterMs: null, explanation };
  }
  const { status } = outcome;
  if (status >= 500) return unreadable(reader, '5xx', outcome, `the API answered ${status}`);
  try {
    // A proxy's page may be of any size: for a refusal the status says enough.
    const body = status >= 400 && outcome.body === null ? Buffer.alloc(0) : answerBody(outcome);
    const answer = reader.dialect.readCreateAnswer(status, body);
    if (answer.kind !== 'conflict') return { kind: 'read', answer, status };
    return unreadable(reader, 'conflict', outcome, 'an earlier attempt under this key is still in work');
  } catch (error) {
    tellViolation(reader, 'answer', error);
    return unreadable(reader, 'malformed', outcome, 'the answer could not be read');
  }
}

/** The body of an answer. Throws a ContractError for one that is larger than is read. */
export function answerBody({ body }: Answer): Buffer {
  if (body === null) throw new ContractError('too_large', 'the answer is larger than 64 KiB');
  return body;
}

/** Tells a breach of the contract; any other error is thrown on. */
export function tellViolation({ clock, emit }: AnswerReader, place: ViolationPlace, error: unknown): void {
  if (!(error instanceof ContractError)) throw error;
  const { violation, explanation } = error;
  emit({ kind: 'violation', atMs: clock.nowMs(), place, violation, explanation });
}

function unreadable(
  { clock }: AnswerReader,
  cause: AttemptFailure,
  { status, retryAfter }: Answer,
  explanation: string,
): CreateReading {
  const retryAfterMs = readRetryAfterMs(retryAfter, clock.wallMs(clock.nowMs()));
  return { kind: 'unreadable', cause, status, retryAfterMs, explanation };
}
