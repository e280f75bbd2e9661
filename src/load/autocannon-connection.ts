import type { Dispatcher } from 'undici';
import { maxBodyBytes } from '../contract/endpoints.js';
import { type Autocannon, AutocannonClient, type AutocannonListener } from './autocannon-client.js';

/** One request on its way to an answer. */
interface Exchange {
  readonly request: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
  readonly abort: (error?: Error) => void;
  isWritten: boolean;
  bodyBytes: number;
}

/**
 * One connection of the closed model: an autocannon client that makes one request at a time, when it is told to. It is
 * spoken to like undici's dispatcher, so that all that stands above it (time limits, retries, the reading of answers)
 * is the same as in the open model.
 *
 * Left alone, autocannon's client sends the next request after each answer, and after a lost connection it goes on with
 * the old connection's parser and queue, so that what came of one request is taken for another's. So here it is asked
 * before each request, and a client whose connection was lost, or was told more than it was asked for, is never used
 * again: the next request has a new one.
 */
export class AutocannonConnection implements Pick<Dispatcher, 'dispatch'>, AutocannonListener {
  #client: AutocannonClient | null = null;
  #running: Exchange | null = null;
  /** Whether the client has asked for a request and was not given one yet. */
  #asks = false;
  /** Whether the server closes the connection after the answer that is being read. */
  #isLast = false;

  /** `origin`: the API's scheme, host and port; plain http only, since autocannon verifies no certificate. */
  constructor(
    private readonly autocannon: Autocannon,
    private readonly origin: string,
  ) {}

  /** Sends one request. One that is still under way was given up by its sender: its connection is closed. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    if (this.#running !== null) this.close();
    const abort = (error = new Error('given up')): void => {
      if (this.#running?.abort === abort) this.failed(error);
    };
    const exchange = { request, handler, abort, isWritten: false, bodyBytes: 0 };
    this.#running = exchange;
    // Not before all is read that came with the last answer: what is left over belongs to no request.
    queueMicrotask(() => this.#write(exchange));
    return true;
  }

  /** Closes the connection. Nothing further is told of a request that is under way. */
  close(): void {
    this.#running = null;
    this.#retire();
  }

  /** From the client: it has a connection, or is about to, and nothing to do. */
  asked(): void {
    // Asked twice, or instead of an answer: the server has ended the connection, and this is already a new one.
    if (this.#asks || this.#awaiting !== null)
      this.failed(new Error('the server closed the connection before it answered'));
    else this.#asks = true;
  }

  /** From the client. */
  head(status: number, headers: Buffer[], isLast: boolean): void {
    const exchange = this.#awaiting;
    if (exchange === null) this.#retire();
    // An interim answer passes for a whole one in autocannon, and the true one would go to the next request.
    else if (status < 200) this.failed(new Error(`the server sent an interim answer (${status})`));
    else {
      this.#isLast = isLast;
      exchange.handler.onHeaders?.(status, headers, () => {}, '');
    }
  }

  /** From the client. */
  body(chunk: Buffer): void {
    const exchange = this.#awaiting;
    if (exchange === null) return;
    const { handler } = exchange;
    exchange.bodyBytes += chunk.length;
    handler.onData?.(chunk);
    if (exchange.bodyBytes <= maxBodyBytes) return;
    // No more is ever read of an answer, and autocannon would keep all of it.
    this.close();
    handler.onComplete?.(null);
  }

  /** From the client: the answer is whole. */
  answered(): void {
    const exchange = this.#awaiting;
    if (exchange === null) return;
    this.#running = null;
    if (this.#isLast) this.#retire();
    exchange.handler.onComplete?.(null);
  }

  /** From the client: its connection is gone. Or it is not to be trusted any more. */
  failed(error: Error): void {
    const exchange = this.#awaiting;
    this.#retire();
    if (exchange === null) return;
    this.#running = null;
    exchange.handler.onError?.(error);
  }

  /** The client is never used again. */
  #retire(): void {
    this.#client?.destroy();
    this.#client = null;
  }

  /** The request that was sent and has no whole answer yet; one that only waits to be sent is none. */
  get #awaiting(): Exchange | null {
    return this.#running?.isWritten === true ? this.#running : null;
  }

  #write(exchange: Exchange): void {
    if (this.#running !== exchange) return;
    this.#client ??= this.#open();
    exchange.isWritten = true;
    this.#asks = false;
    this.#client.send(exchange.request, () => this.#started(exchange));
  }

  #open(): AutocannonClient {
    this.#asks = false;
    this.#isLast = false;
    return new AutocannonClient(this.autocannon, this.origin, this);
  }

  #started(exchange: Exchange): void {
    if (this.#running === exchange) exchange.handler.onConnect?.(exchange.abort);
  }
}
