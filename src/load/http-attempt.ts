import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { monotonicClock, type TimerClock } from '../clock.js';
import { maxBodyBytes } from '../contract/endpoints.js';

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
export class HttpAttempt implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #ended = false;
  readonly #callOffTimeout: () => void;

  constructor(
    dispatcher: Dispatcher,
    request: AttemptRequest,
    timeoutMs: number,
    private readonly listener: AttemptListener,
    clock: TimerClock = monotonicClock,
  ) {
    // All attempts of a run share one time limit, so Node keeps their timers in one list: constant cost each.
    this.#callOffTimeout = clock.after(timeoutMs, () => this.#timedOut(timeoutMs));
    dispatcher.dispatch({ ...request, headersTimeout: 0, bodyTimeout: 0 }, this);
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
    else told(() => this.listener.started?.());
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
    if (this.#bytes <= maxBodyBytes) this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const whole = this.#bytes <= maxBodyBytes;
    const only = this.#chunks.length === 1 ? this.#chunks[0] : undefined;
    const body = whole ? (only ?? Buffer.concat(this.#chunks)) : null;
    this.#end({ kind: 'answer', status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const outcome = { kind: 'no_answer', cause: 'network', explanation: networkExplanation(error) } as const;
    // A closed dispatcher refuses within the constructor; told only when the caller holds the attempt.
    if (this.#controller === null) queueMicrotask(() => this.#end(outcome));
    else this.#end(outcome);
  }

  #timedOut(timeoutMs: number): void {
    this.#endWith({ kind: 'no_answer', cause: 'timeout', explanation: `no answer within ${timeoutMs} ms` });
  }

  #endWith(outcome: AttemptOutcome): void {
    this.#end(outcome);
    this.#controller?.abort(new Error('given up'));
  }

  #end(outcome: AttemptOutcome): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#callOffTimeout();
    told(() => this.listener.ended(outcome));
  }
}

/** undici would take an exception of ours for a failed request; it is thrown where nobody can swallow it. */
function told(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** An error's own words, with the code that tells operators what to look for. */
function networkExplanation(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message.includes(code) ? error.message : `${code}: ${error.message}`;
}
