import type { TimerClock } from '../clock.js';
import type { CreateCommand } from '../contract/dialect.js';
import type { OrderEvent } from '../order-event.js';
import type { CreateListener } from './api-connection.js';
import { type Doubt, doubtAfter } from './doubt.js';
import { endWithoutOrder } from './end-without-order.js';
import { otherQuantity } from './other-quantity.js';
import type { CreateReading } from './read-create.js';
import { acceptedId, replayResult } from './replay-result.js';
import type { RetryPolicy } from './retry-policy.js';

/** One attempt under way. */
export interface RunningAttempt {
  /** Gives it up; it ends as a network failure. */
  abort(): void;
}

/** What makes attempts: the connection to the API, or what a test puts in its place. */
export interface CreateCaller {
  attemptCreate(command: CreateCommand, listener: CreateListener): RunningAttempt;
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
export class OrderCall implements CreateListener {
  #attempt = 0;
  #sent = false;
  #stopped = false;
  /** The attempts under way: of the main line, and of the twin or the other body. */
  #main: RunningAttempt | null = null;
  #side: RunningAttempt | null = null;
  /** Whether the main line's newest attempt reached a socket. */
  #started = false;
  /** Calls the waiting retry off; null while none waits. */
  #callOffRetry: (() => void) | null = null;
  /** The main line's last reading, once it will not be retried. */
  #final: CreateReading | null = null;
  #twin: CreateReading | 'none' | 'running';
  #acceptedId: string | null = null;
  #doubt: Doubt;
  /** Where its client keeps it. */
  place = 0;

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
    this.#beside(this.command, (reading) => {
      this.#twin = reading;
      this.#settle();
    });
  }

  /** Gives up: no further attempt, and what is under way ends as a network failure. */
  abort(): void {
    this.#stopped = true;
    if (this.#callOffRetry !== null) this.#retry();
    this.#main?.abort();
    this.#side?.abort();
  }

  #try(): void {
    this.#attempt += 1;
    this.#started = false;
    this.#main = this.surroundings.connection.attemptCreate(this.command, this);
  }

  /** The main line's attempt was written to a socket. */
  started(): void {
    this.#started = true;
    this.#markSent();
  }

  /** One more call under the order's key, beside the main line. */
  #beside(command: CreateCommand, over: (reading: CreateReading) => void): void {
    let started = false;
    this.#side = this.surroundings.connection.attemptCreate(command, {
      started: () => {
        started = true;
        this.#markSent();
      },
      read: (reading) => {
        this.#side = null;
        this.#weigh(reading, started);
        over(reading);
      },
    });
  }

  /** What this attempt leaves open about the order. */
  #weigh(reading: CreateReading, started: boolean): void {
    this.#doubt = doubtAfter(this.#doubt, reading, started, this.#twin === 'running');
  }

  /** The main line's attempt is over. */
  read(reading: CreateReading): void {
    this.#main = null;
    this.#weigh(reading, this.#started);
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
    emit({ ...at, ...endWithoutOrder(reading, this.#doubt) });
    this.over();
  }

  #compareTwin(twin: CreateReading): void {
    this.#replayed('same_body', twin);
    if (this.#stopped) {
      this.over();
      return;
    }
    const { quantity } = this.command;
    this.#beside({ ...this.command, quantity: otherQuantity(quantity) }, (reading) => {
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

function isReading(twin: CreateReading | 'none' | 'running'): twin is CreateReading {
  return typeof twin === 'object';
}
