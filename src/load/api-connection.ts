import type { Dispatcher } from 'undici';
import type { TimerClock } from '../clock.js';
import { ContractError } from '../contract/contract-error.js';
import type { CreateCommand, Dialect, OrderNews } from '../contract/dialect.js';
import { endpoints, orderPath } from '../contract/endpoints.js';
import type { OrderEvent } from '../order-event.js';
import { AttemptTimeouts } from './attempt-timeouts.js';
import {
  type AttemptListener,
  type AttemptOutcome,
  type AttemptRequest,
  HttpAttempt,
} from './http-attempt.js';
import { answerBody, type CreateReading, readCreate, tellViolation } from './read-create.js';
import { readRetryAfterMs } from './retry-policy.js';

export interface ApiConnectionOptions {
  readonly dispatcher: Pick<Dispatcher, 'dispatch'>;
  /** What stands before every path of the API; empty for an API at the root of its host. */
  readonly basePath: string;
  readonly dialect: Dialect;
  readonly apiKey: string;
  readonly attemptTimeoutMs: number;
  readonly clock: TimerClock;
  /** Where the events go. Called synchronously, in the order in which things happen. */
  readonly emit: (event: OrderEvent) => void;
}

/** Told once each: the attempt was written to a socket (not when no connection came about), and what came of it. */
export interface CreateListener {
  started(): void;
  read(reading: CreateReading): void;
}

/** What a status poll came to; `news` is null when the API gave no usable answer. */
export interface StatusReading {
  readonly news: OrderNews | null;
  readonly retryAfterMs: number | null;
}

/** Speaks with the order API, one request at a time: encodes, reads, and tells each breach of the contract. */
export class ApiConnection {
  readonly #authorization: string;
  readonly #timeouts: AttemptTimeouts;

  constructor(private readonly options: ApiConnectionOptions) {
    this.#authorization = `Bearer ${options.apiKey}`;
    this.#timeouts = new AttemptTimeouts(options.clock, options.attemptTimeoutMs);
  }

  /** One attempt to create an order. */
  attemptCreate(command: CreateCommand, listener: CreateListener): HttpAttempt {
    const { headers, body } = this.options.dialect.encodeCreate(command);
    const request = this.#request('POST', endpoints.orders, headers, body);
    return this.#attempt(request, {
      started: () => listener.started(),
      ended: (outcome) => listener.read(readCreate(this.options, outcome)),
    });
  }

  /** Asks for the status of one order. */
  async status(orderId: string): Promise<StatusReading> {
    return this.#readStatus(await this.get(orderPath(orderId)));
  }

  /** Any other resource of the API, such as its catalogue. */
  get(path: string): Promise<AttemptOutcome> {
    const request = this.#request('GET', path, {}, null);
    return new Promise((resolve) => {
      this.#attempt(request, { ended: resolve });
    });
  }

  #attempt(request: AttemptRequest, listener: AttemptListener): HttpAttempt {
    return new HttpAttempt(this.options.dispatcher, request, this.#timeouts, listener);
  }

  #request(
    method: 'GET' | 'POST',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | null,
  ): AttemptRequest {
    const all: Record<string, string> = { authorization: this.#authorization, ...headers };
    if (body !== null) all['content-type'] = 'application/json';
    return { method, path: this.options.basePath + path, headers: all, body };
  }

  #readStatus(outcome: AttemptOutcome): StatusReading {
    if (outcome.kind === 'no_answer') return { news: null, retryAfterMs: null };
    const { clock } = this.options;
    const retryAfterMs = readRetryAfterMs(outcome.retryAfter, clock.wallMs(clock.nowMs()));
    if (outcome.status !== 200) return { news: null, retryAfterMs };
    try {
      const news = this.options.dialect.readStatus(answerBody(outcome));
      if (news.unlistedReason !== null) this.#unlistedReason(news.unlistedReason);
      return { news, retryAfterMs };
    } catch (error) {
      tellViolation(this.options, 'status', error);
      return { news: null, retryAfterMs };
    }
  }

  #unlistedReason(reason: string): void {
    const explanation = `failure_reason of the status is ${JSON.stringify(reason)}, which no guide names`;
    tellViolation(this.options, 'status', new ContractError('unknown_reason', explanation));
  }
}
