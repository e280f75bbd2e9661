import type { Dispatcher } from 'undici';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { AttemptTimeouts, TimedAttempt } from './attempt-timeouts.js';

/** What one HTTP request came to. */
export type AttemptOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** The header `Retry-After` as it came; null where there is none. */
      readonly retryAfter: string | null;
      /** Null when it was larger than is read. */
      readonly body: Buffer | null;
    }
  | { readonly kind: 'no_answer'; readonly cause: 'timeout' | 'network'; readonly explanation: string };

export interface AttemptRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Several values: the header stands in the request as often. */
  readonly headers: Record<string, string | string[]>;
  readonly body: string | null;
}

/**
 * Told once each, the end never before the constructor has returned: the request was written to a socket (not when no
 * connection came about), and what came of it.
 */
export interface AttemptListener {
  started?(): void;
  ended(outcome: AttemptOutcome): void;
}

/**
 * One HTTP request with a time limit, straight on undici's dispatcher: the fewest steps between the schedule and the
 * socket. Ends exactly once, whatever the server does.
 *
 * Of the two forms of a handler that undici 7 takes this is the older one, which its connections speak themselves: for the
 * newer one they make two objects a request, and a text of every header, that nobody here looks at.
 */
export class HttpAttempt implements Dispatcher.DispatchHandler, TimedAttempt {
  /** Null until the request is being written. */
  #abort: ((error: Error) => void) | null = null;
  /** Nearly all answers come in one piece. */
  #body: Buffer | null = null;
  #more: Buffer[] | null = null;
  #bytes = 0;
  #status = 0;
  #retryAfter: string | null = null;
  #ended = false;
  #timedOut = false;
  dueMs = 0;
  earlier: TimedAttempt | null = null;
  later: TimedAttempt | null = null;

  constructor(
    dispatcher: Pick<Dispatcher, 'dispatch'>,
    request: AttemptRequest,
    private readonly timeouts: AttemptTimeouts,
    private readonly listener: AttemptListener,
  ) {
    timeouts.add(this);
    dispatcher.dispatch(request, this);
  }

  /** Gives the request up; it ends as a network failure. */
  abort(): void {
    this.#endWith({
      kind: 'no_answer',
      cause: 'network',
      explanation: 'given up because the run was stopped',
    });
  }

  onConnect(abort: (error: Error) => void): void {
    this.#abort = abort;
    if (this.#ended) abort(new Error('given up before it was sent'));
    else this.#tell(null);
  }

  onHeaders(status: number, namesAndValues: readonly Buffer[]): boolean {
    this.#status = status;
    this.#retryAfter = retryAfterOf(namesAndValues);
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.#bytes += chunk.length;
    if (this.#bytes > maxBodyBytes) return true;
    if (this.#body === null) this.#body = chunk;
    else if (this.#more === null) this.#more = [chunk];
    else this.#more.push(chunk);
    return true;
  }

  onComplete(): void {
    const body = this.#wholeBody();
    this.#end({ kind: 'answer', status: this.#status, retryAfter: this.#retryAfter, body });
  }

  onError(error: Error): void {
    const outcome = { kind: 'no_answer', cause: 'network', explanation: networkExplanation(error) } as const;
    // A closed dispatcher refuses within the constructor; told only when the caller holds the attempt.
    if (this.#abort === null) queueMicrotask(() => this.#end(outcome));
    else this.#end(outcome);
  }

  /** Its time limit was reached, so it is in no list any more. */
  timedOut(): void {
    this.#timedOut = true;
    const explanation = `no answer within ${this.timeouts.limitMs} ms`;
    this.#endWith({ kind: 'no_answer', cause: 'timeout', explanation });
  }

  /** Null when it is larger than is read. */
  #wholeBody(): Buffer | null {
    if (this.#bytes > maxBodyBytes) return null;
    if (this.#body === null) return Buffer.alloc(0);
    return this.#more === null ? this.#body : Buffer.concat([this.#body, ...this.#more]);
  }

  #endWith(outcome: AttemptOutcome): void {
    this.#end(outcome);
    this.#abort?.(new Error('given up'));
  }

  #end(outcome: AttemptOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#timedOut) this.timeouts.remove(this);
    this.#tell(outcome);
  }

  /**
   * Tells the end, or the start where there is no outcome yet. undici would take an exception of ours for a failed request;
   * it is thrown where nobody can swallow it.
   */
  #tell(outcome: AttemptOutcome | null): void {
    try {
      if (outcome === null) this.listener.started?.();
      else this.listener.ended(outcome);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** An error's own words, with the code that tells operators what to look for. */
function networkExplanation(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message.includes(code) ? error.message : `${code}: ${error.message}`;
}

const retryAfterName = 'retry-after';

/** The value of the header, whose name may be written in any case. */
function retryAfterOf(namesAndValues: readonly Buffer[]): string | null {
  for (let at = 0; at + 1 < namesAndValues.length; at += 2) {
    const name = namesAndValues[at];
    if (name?.length === retryAfterName.length && name.toString('latin1').toLowerCase() === retryAfterName)
      return namesAndValues[at + 1]?.toString('latin1') ?? null;
  }
  return null;
}
