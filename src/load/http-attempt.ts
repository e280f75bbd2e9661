import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { AttemptTimeouts, TimedAttempt } from './attempt-timeouts.js';

/** What one HTTP request came to. */
export type AttemptOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
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
 */
export class HttpAttempt implements Dispatcher.DispatchHandler, TimedAttempt {
  #controller: Dispatcher.DispatchController | null = null;
  /** Nearly all answers come in one piece. */
  #body: Buffer | null = null;
  #more: Buffer[] | null = null;
  #bytes = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
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

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new Error('given up before it was sent'));
    else this.#tell(null);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > maxBodyBytes) return;
    if (this.#body === null) this.#body = chunk;
    else if (this.#more === null) this.#more = [chunk];
    else this.#more.push(chunk);
  }

  onResponseEnd(): void {
    this.#end({ kind: 'answer', status: this.#status, headers: this.#headers, body: this.#wholeBody() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const outcome = { kind: 'no_answer', cause: 'network', explanation: networkExplanation(error) } as const;
    // A closed dispatcher refuses within the constructor; told only when the caller holds the attempt.
    if (this.#controller === null) queueMicrotask(() => this.#end(outcome));
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
    this.#controller?.abort(new Error('given up'));
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
