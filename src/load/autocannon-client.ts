import type { Socket } from 'node:net';
import type autocannon from 'autocannon';
import type { Dispatcher } from 'undici';

/** autocannon's entry, loaded by whoever needs it: a run of the open model does not pay for its start. */
export type Autocannon = (options: autocannon.Options, over: () => void) => unknown;

/** Loads autocannon, which takes some tenths of a second. */
export async function loadAutocannon(): Promise<Autocannon> {
  return (await import('autocannon')).default;
}

/** What a client tells, until it is destroyed. */
export interface AutocannonListener {
  /** A connection was begun, or an answer is over: another request could be sent. */
  asked(): void;
  /** An answer begins. `isLast`: the server closes the connection after it. */
  head(status: number, headers: Buffer[], isLast: boolean): void;
  body(chunk: Buffer): void;
  answered(): void;
  /** The connection failed. */
  failed(error: Error): void;
}

/**
 * What is used of autocannon's client beside what its types tell (autocannon 9, `lib/httpClient.js`). It calls its
 * `_doRequest` for each request that it would make by itself.
 */
interface InnerClient extends autocannon.Client {
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

/** No histogram of autocannon is looked at, and its own take milliseconds and megabytes a connection. */
const noHistogram = { __custom: true, recordValue(): void {}, destroy(): void {} };

const options = {
  connections: 1,
  amount: Number.MAX_SAFE_INTEGER,
  /** In seconds: none, since attempts have a limit of their own, and a connection may wait for its next order for long. */
  timeout: 2_000_000,
  /** In milliseconds: how soon autocannon notices that its client is gone, and ends its timers. */
  sampleInt: 200,
  skipAggregateResult: true,
  histograms: { latencies: noHistogram, requests: noHistogram, throughput: noHistogram },
} as const;

/** An autocannon of one connection that sends nothing by itself: it asks, and is told when to. */
export class AutocannonClient {
  #inner: InnerClient | null = null;
  /** The inner client's own `_doRequest`. */
  #proceed: () => void = () => {};
  #isDestroyed = false;

  /** Begins to connect to `origin`, plain http only, since autocannon verifies no certificate. Asks at once. */
  constructor(
    autocannon: Autocannon,
    origin: string,
    private readonly listener: AutocannonListener,
  ) {
    const setupClient = (client: autocannon.Client): void => this.#setUp(client as InnerClient);
    autocannon({ ...options, url: origin, setupClient }, () => {});
  }

  /** Sends a request; `started` is told when there is a connection to write it to, which may be never. */
  send(request: Dispatcher.DispatchOptions, started: () => void): void {
    if (this.#inner === null) throw new Error('autocannon made no client');
    this.#inner.setRequests([innerRequest(request)]);
    this.#proceed();
    const { conn } = this.#inner;
    if (conn.connecting) conn.once('connect', started);
    else started();
  }

  /** Closes the connection. Nothing is told from now on. */
  destroy(): void {
    this.#isDestroyed = true;
    this.#inner?.destroy();
  }

  #setUp(inner: InnerClient): void {
    if (typeof inner._doRequest !== 'function')
      throw new Error('autocannon has another client than its version 9');
    const { listener } = this;
    this.#inner = inner;
    this.#proceed = inner._doRequest.bind(inner);
    // A client that was destroyed may still speak.
    const unlessDestroyed = (act: () => void): void => {
      if (!this.#isDestroyed) act();
    };
    inner._doRequest = () => unlessDestroyed(() => listener.asked());
    inner.on('headers', (head) => unlessDestroyed(() => tellHead(head as unknown as AnswerHead, listener)));
    inner.on('body', (chunk) => unlessDestroyed(() => listener.body(chunk)));
    inner.on('response', () => unlessDestroyed(() => listener.answered()));
    const events: NodeJS.EventEmitter = inner;
    events.on('connError', (error: Error) => unlessDestroyed(() => listener.failed(error)));
  }
}

function tellHead({ statusCode, headers, shouldKeepAlive }: AnswerHead, listener: AutocannonListener): void {
  listener.head(statusCode, headersOf(headers), !shouldKeepAlive);
}

function innerRequest({ method, path, headers, body }: Dispatcher.DispatchOptions): autocannon.Request {
  return {
    method: method as autocannon.Request['method'] & string,
    path,
    headers: headers as Record<string, string>,
    body: typeof body === 'string' ? body : '',
  };
}

/** Names and values as undici tells them. */
function headersOf(namesAndValues: readonly string[]): Buffer[] {
  return namesAndValues.map((text) => Buffer.from(text, 'latin1'));
}
