import type { TimerClock } from '../clock.js';
import type { CreateCommand } from '../contract/dialect.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { AttemptFailure, OrderEvent, ReplayResult } from '../order-event.js';
import type { CreateReading } from './api-connection.js';
import { type Doubt, doubtAfter, provesNoOrder } from './doubt.js';
import { otherQuantity } from './other-quantity.js';
import type { RetryPolicy } from './retry-policy.js';

/** One attempt under way. */
export interface RunningAttempt {
  /** Gives it up; it ends as a network failure. */
  abort(): void;
}

/** What makes attempts: the connection to the API, or what a test puts in its place. */
export interface CreateCaller {
  attemptCreate(
    command: CreateCommand,
    started: () => void,
    read: (reading: CreateReading) => void,
  ): RunningAttempt;
}

/** What every order call of a run shares. */
export interface OrderCallSurroundings {
  readonly connection: CreateCaller;
  readonly clock: TimerClock;
  readonly retryPolicy: RetryPolicy;
  /** Where the events go. Called synchronously, in the order in which things happen. */
  readonly emit: (event: OrderEvent) => void;
}

/**
 * One order on its way to an answer: the first attempt, its retries under the same key, and for a replayed order the
 * twin that is fired at the same moment and the check with another body afterwards.
 */
export class OrderCall {
  #attempt = 0;
  #sent = false;
  #stopped = false;
  #running = new Set<RunningAttempt>();
  /** Calls the waiting retry off; null while none waits. */
  #callOffRetry: (() => void) | null = null;
  /** The main line's last reading, once it will not be retried. */
  #final: CreateReading | null = null;
  #twin: CreateReading | 'none' | 'running';
  #acceptedId: string | null = null;
  #doubt: Doubt;

  constructor(
    private readonly surroundings: OrderCallSurroundings,
    private readonly seq: number,
    private readonly command: CreateCommand,
    replayed: boolean,
    private readonly over: () => void,
    doubt: Doubt,
  ) {
    this.#doubt = doubt;
    this.#twin = replayed ? 'running' : 'none';
  }

  start(): void {
    this.#try();
    if (this.#twin !== 'running') return;
    this.#fire(this.command, (reading) => {
      this.#twin = reading;
      this.#settle();
    });
  }

  /** Gives up: no further attempt, and what is under way ends as a network failure. */
  abort(): void {
    this.#stopped = true;
    if (this.#callOffRetry !== null) this.#retry();
    for (const attempt of [...this.#running]) attempt.abort();
  }

  #try(): void {
    this.#attempt += 1;
    this.#fire(this.command, (reading) => this.#read(reading));
  }

  #fire(command: CreateCommand, read: (reading: CreateReading) => void): void {
    let started = false;
    const attempt = this.surroundings.connection.attemptCreate(
      command,
      () => {
        started = true;
        this.#markSent();
      },
      (reading) => {
        this.#running.delete(attempt);
        this.#doubt = doubtAfter(this.#doubt, reading, started, this.#twin === 'running');
        read(reading);
      },
    );
    this.#running.add(attempt);
  }

  #read(reading: CreateReading): void {
    // Where no connection came about the request never reached a socket; the order counts as sent all the same.
    this.#markSent();
    if (reading.kind === 'unreadable') {
      const { cause, status, retryAfterMs, explanation } = reading;
      const { clock, retryPolicy, emit } = this.surroundings;
      const retryInMs = this.#stopped ? null : retryPolicy(this.seq, this.#attempt, retryAfterMs);
      const { seq } = this;
      emit({
        kind: 'attempt_failed',
        atMs: clock.nowMs(),
        seq,
        attempt: this.#attempt,
        cause,
        status,
        retryInMs,
        explanation,
      });
      if (retryInMs !== null) {
        this.#callOffRetry = clock.after(retryInMs, () => this.#retry());
        return;
      }
    }
    this.#final = reading;
    this.#settle();
  }

  #retry(): void {
    this.#callOffRetry?.();
    this.#callOffRetry = null;
    if (!this.#stopped) {
      this.#try();
      return;
    }
    this.#final = {
      kind: 'unreadable',
      cause: 'network',
      status: null,
      retryAfterMs: null,
      explanation: 'stopped',
    };
    this.#settle();
  }

  /** Tells the answer as soon as it is certain, and then what using the key again gave. */
  #settle(): void {
    if (this.#final === null) return;
    if (this.#acceptedId === null) {
      const accepted = acceptedId(this.#final) ?? (isReading(this.#twin) ? acceptedId(this.#twin) : null);
      // The twin may have been taken where the main line was refused: then there is an order after all.
      if (accepted === null) {
        if (this.#twin !== 'running') this.#notAccepted(this.#final);
        return;
      }
      this.#accepted(accepted, acceptedId(this.#final) === null ? this.#twin : this.#final);
    }
    if (this.#twin === 'none') this.over();
    else if (this.#twin !== 'running') this.#compareTwin(this.#twin);
  }

  #accepted(orderId: string, reading: CreateReading | 'none' | 'running'): void {
    this.#acceptedId = orderId;
    if (!isReading(reading) || reading.kind !== 'read' || reading.answer.kind !== 'accepted') return;
    const { state } = reading.answer;
    const { clock, emit } = this.surroundings;
    emit({ kind: 'accepted', atMs: clock.nowMs(), seq: this.seq, orderId, state, status: reading.status });
  }

  #notAccepted(reading: CreateReading): void {
    const { clock, emit } = this.surroundings;
    const at = { atMs: clock.nowMs(), seq: this.seq };
    if (reading.kind === 'read') {
      const reason = reading.answer.kind === 'refused' ? reading.answer.reason : 'client_error';
      const kind = provesNoOrder(reason, this.#doubt) ? 'refused' : 'errored';
      emit({ kind, ...at, reason, status: reading.status });
    } else {
      emit({ kind: 'errored', ...at, reason: errorReason[reading.cause], status: reading.status });
    }
    this.over();
  }

  #compareTwin(twin: CreateReading): void {
    this.#replayed('same_body', twin);
    if (this.#stopped) {
      this.over();
      return;
    }
    const { quantity } = this.command;
    this.#fire({ ...this.command, quantity: otherQuantity(quantity) }, (reading) => {
      this.#replayed('other_body', reading);
      this.over();
    });
  }

  #replayed(variant: 'same_body' | 'other_body', reading: CreateReading): void {
    const { clock, emit } = this.surroundings;
    const orderId = acceptedId(reading);
    emit({
      kind: 'replayed',
      atMs: clock.nowMs(),
      seq: this.seq,
      variant,
      result: replayResult(reading, orderId, this.#acceptedId),
      orderId,
    });
  }

  #markSent(): void {
    if (this.#sent) return;
    this.#sent = true;
    const { clock, emit } = this.surroundings;
    emit({ kind: 'sent', atMs: clock.nowMs(), seq: this.seq });
  }
}

const errorReason: Readonly<Record<AttemptFailure, RefusalReason>> = {
  '5xx': 'server_error',
  malformed: 'server_error',
  conflict: 'server_error',
  timeout: 'timeout',
  network: 'network',
};

function isReading(twin: CreateReading | 'none' | 'running'): twin is CreateReading {
  return typeof twin === 'object';
}

function acceptedId(reading: CreateReading): string | null {
  return reading.kind === 'read' && reading.answer.kind === 'accepted' ? reading.answer.orderId : null;
}

function replayResult(reading: CreateReading, orderId: string | null, firstId: string | null): ReplayResult {
  if (orderId !== null) return orderId === firstId ? 'same_order' : 'different_order';
  if (reading.kind === 'unreadable') return reading.cause === 'conflict' ? 'conflict' : 'no_answer';
  return reading.answer.kind === 'mismatch' ? 'mismatch' : 'no_answer';
}
