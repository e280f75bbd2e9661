import type { TimerClock } from '../clock.js';
import { AttemptTimeouts } from '../load/attempt-timeouts.js';
import { type AttemptOutcome, type AttemptRequest, HttpAttempt } from '../load/http-attempt.js';
import { readRetryAfterMs } from '../load/retry-policy.js';
import type { TargetProfile } from '../profile/profile.js';
import { apiPool } from '../run/api-pool.js';
import { type CallOutcome, callOutcome, cutCallOutcome } from './call-outcome.js';
import { type CutPoint, cutCall } from './cut-call.js';
import { orderRequest, type RequestChoice, type RequestParts } from './order-request.js';

export interface OrderCallerOptions extends RequestParts {
  readonly url: string;
  readonly target: TargetProfile;
  /** Certificate authorities in PEM to trust instead of the system's; null for the system's. */
  readonly ca: string | null;
  readonly clock: TimerClock;
}

/** Sends the create calls of the suite. No two of them share a socket. */
export class OrderCaller {
  constructor(private readonly options: OrderCallerOptions) {}

  /** The call `copies` times at once. Never rejects. */
  async send(choice: RequestChoice, copies: number, timeoutMs: number): Promise<CallOutcome[]> {
    const { url, target, clock } = this.options;
    // A pool of its own gives each copy a new connection, as clients that know nothing of each other would have.
    const pool = apiPool(url, { ...target, connections: copies }, clock);
    const timeouts = new AttemptTimeouts(clock, timeoutMs);
    const request = orderRequest(this.options, choice);
    try {
      const one = () =>
        new Promise<CallOutcome>((resolve) => {
          const ended = (outcome: AttemptOutcome) => resolve(this.#read(outcome));
          new HttpAttempt(pool, request, timeouts, { ended });
        });
      return await Promise.all(Array.from({ length: copies }, one));
    } finally {
      await pool.destroy();
    }
  }

  /** One call whose connection is closed at `at`. Never rejects. */
  async cut(choice: RequestChoice, at: CutPoint): Promise<CallOutcome> {
    const { url, ca, target, clock } = this.options;
    const request: AttemptRequest = orderRequest(this.options, choice);
    const outcome = await cutCall({ url, ca, timeoutMs: target.attemptTimeoutMs }, request, at);
    return cutCallOutcome(outcome, clock.nowMs());
  }

  #read(outcome: AttemptOutcome): CallOutcome {
    const { clock, dialect } = this.options;
    const atMs = clock.nowMs();
    const header = outcome.kind === 'answer' ? outcome.retryAfter : null;
    return callOutcome(dialect, outcome, atMs, readRetryAfterMs(header, clock.wallMs(atMs)));
  }
}
