import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type autocannon from 'autocannon';
import type { Dispatcher } from 'undici';
import { maxBodyBytes } from '../contract/endpoints.js';

/** autocannon's entry, loaded by whoever needs it: a run of the open model does not pay for its start. */
export type Autocannon = (options: autocannon.Options, over: () => void) => unknown;

/** Loads autocannon, which takes some tenths of a second. */
export async function loadAutocannon(): Promise<Autocannon> {
  return (await import('autocannon')).default;
}

/**
 * What this file takes part in of autocannon's client, beside what its types tell (autocannon 9, `lib/httpClient.js`).
 * `_doRequest` is called for each request that the client would make: when a connection was opened, and after each answer.
 */
interface AutocannonClient extends autocannon.Client {
  _doRequest(): void;
  destroy(): void;
  readonly conn: Socket;
}

/** The head of an answer, as http-parser-js tells it. */
interface AnswerHead {
  readonly statusCode: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly shouldKeepAlive: boolean;
}

/** One request on its way to an answer. */
interface Exchange {
  readonly request: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
  readonly controller: Dispatcher.DispatchController;
  isWritten: boolean;
  bodyBytes: number;
}

/** No histogram of autocannon is looked at, and its own take milliseconds and megabytes a connection. */
const noHistogram = { __custom: true, recordValue(): void {}, destroy(): void {} };
const histograms = { latencies: noHistogram, requests: noHistogram, throughput: noHistogram };
/** Attempts have a time limit of their own, and a connection may wait for its next order for as long as it takes. */
const noTimeoutS = 2_000_000;
/** How soon autocannon notices that its client is gone, and ends its timers. */
const sampleMs = 200;

/**
 * One connection of the closed model: an autocannon client that makes one request at a time, when it is told to. It is
 * spoken to like undici's dispatcher, so that all that stands above it (time limits, retries, the reading of answers)
 * is the same as in the open model.
 *
 * Left alone, the client answers for itself: it sends the next request after each answer, and after a lost connection
 * goes on with the old connection's parser and queue, so that what came of the one request is taken for the other's. So
 * here it is asked before each request, and a client whose connection was lost, or told more than it was asked for, is
 * never used again: the next request has a new one.
 */
export class AutocannonConnection implements Pick<Dispatcher, 'dispatch'> {
  #client: AutocannonClient | null = null;
  /** Has the client send what it was given: its own `_doRequest`. */
  #proceed: () => void = () => {};
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
    const exchange = { request, handler, controller: this.#controller(), isWritten: false, bodyBytes: 0 };
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

  /** The client is never used again. */
  #retire(): void {
    const client = this.#client;
    this.#client = null;
    client?.destroy();
  }

  /** The request that was sent and has no whole answer yet; one that only waits to be sent is none. */
  get #awaiting(): Exchange | null {
    return this.#running?.isWritten === true ? this.#running : null;
  }

  #write(exchange: Exchange): void {
    if (this.#running !== exchange) return;
    const client = this.#client ?? this.#open();
    exchange.isWritten = true;
    this.#asks = false;
    client.setRequests([autocannonRequest(exchange.request)]);
    this.#proceed();
    // What is written before there is a connection has not left yet, and may never leave.
    if (client.conn.connecting) client.conn.once('connect', () => this.#started(exchange));
    else this.#started(exchange);
  }

  #started(exchange: Exchange): void {
    if (this.#running === exchange) exchange.handler.onRequestStart?.(exchange.controller, {});
  }

  /** Makes a client. It asks for its first request while it is made, before there is a connection. */
  #open(): AutocannonClient {
    this.#asks = false;
    this.#isLast = false;
    const options = {
      url: this.origin,
      connections: 1,
      amount: Number.MAX_SAFE_INTEGER,
      timeout: noTimeoutS,
      sampleInt: sampleMs,
      skipAggregateResult: true,
      histograms,
      setupClient: (client: autocannon.Client) => this.#setUp(client as AutocannonClient),
    };
    this.autocannon(options, () => {});
    if (this.#client === null) throw new Error('autocannon made no client');
    return this.#client;
  }

  #setUp(client: AutocannonClient): void {
    if (typeof client._doRequest !== 'function')
      throw new Error('autocannon has another client than its version 9');
    this.#client = client;
    this.#proceed = client._doRequest.bind(client);
    // A client that was destroyed may still speak.
    const ifMine = (act: () => void): void => {
      if (this.#client === client) act();
    };
    client._doRequest = () => ifMine(() => this.#asked());
    client.on('headers', (head) => ifMine(() => this.#head(head as unknown as AnswerHead)));
    client.on('body', (chunk) => ifMine(() => this.#body(chunk)));
    client.on('response', () => ifMine(() => this.#answered()));
    (client as NodeJS.EventEmitter).on('connError', (error: Error) => ifMine(() => this.#lost(error)));
  }

  /** The client has a connection and nothing to do: right once when it was made, and once after each answer. */
  #asked(): void {
    // Asked out of turn: the server has ended the connection, and this is already a new one.
    if (this.#asks || this.#awaiting !== null)
      this.#lost(new Error('the server closed the connection before it answered'));
    else this.#asks = true;
  }

  #head({ statusCode, headers, shouldKeepAlive }: AnswerHead): void {
    const exchange = this.#awaiting;
    if (exchange === null) this.#retire();
    // An interim answer passes for a whole one in autocannon, and the true one would go to the next request.
    else if (statusCode < 200) this.#lost(new Error(`the server sent an interim answer (${statusCode})`));
    else {
      this.#isLast = !shouldKeepAlive;
      exchange.handler.onResponseStart?.(exchange.controller, statusCode, headersOf(headers));
    }
  }

  #body(chunk: Buffer): void {
    const exchange = this.#awaiting;
    if (exchange === null) return;
    const { handler, controller } = exchange;
    exchange.bodyBytes += chunk.length;
    handler.onResponseData?.(controller, chunk);
    if (exchange.bodyBytes <= maxBodyBytes) return;
    // No more is ever read of an answer, and autocannon would keep all of it.
    this.close();
    handler.onResponseEnd?.(controller, {});
  }

  #answered(): void {
    const exchange = this.#awaiting;
    if (exchange === null) return;
    this.#running = null;
    if (this.#isLast) this.#retire();
    exchange.handler.onResponseEnd?.(exchange.controller, {});
  }

  /** The connection is gone, or not to be trusted any more. */
  #lost(error: Error): void {
    const exchange = this.#awaiting;
    this.#retire();
    if (exchange === null) return;
    this.#running = null;
    exchange.handler.onResponseError?.(exchange.controller, error);
  }

  #controller(): Dispatcher.DispatchController {
    const abort = (reason: Error): void => {
      if (this.#running?.controller === controller) this.#lost(reason);
    };
    const controller = { aborted: false, paused: false, reason: null, abort, pause() {}, resume() {} };
    return controller;
  }
}

function autocannonRequest({ method, path, headers, body }: Dispatcher.DispatchOptions): autocannon.Request {
  return {
    method: method as autocannon.Request['method'] & string,
    path,
    headers: headers as Record<string, string>,
    body: typeof body === 'string' ? body : '',
  };
}

/** As Node tells headers: by their names in small letters. The first of several wins: none that is read comes twice. */
function headersOf(namesAndValues: readonly string[]): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (let at = 0; at + 1 < namesAndValues.length; at += 2) {
    headers[namesAndValues[at]?.toLowerCase() ?? ''] ??= namesAndValues[at + 1];
  }
  return headers;
}
