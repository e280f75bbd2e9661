import type { Client, Dispatcher } from 'undici';
import UndiciClient from 'undici/lib/dispatcher/client.js';
import { Fifo } from '../fifo.js';

/** One keep-alive connection, with at most one request on it. */
interface Connection {
  readonly client: Client;
  busy: boolean;
}

interface Waiting {
  readonly request: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
}

/**
 * Up to `connections` connections to one server, each opened when all others are busy. Requests beyond that wait their turn.
 *
 * undici has a pool, too; but it looks for a free connection by trying one after the other, which at hundreds of busy ones
 * is the largest cost of a request. Here the free ones are a stack: the one used last, whose memory is still warm, first.
 */
export class ConnectionPool {
  readonly #all: Connection[] = [];
  readonly #free: Connection[] = [];
  readonly #waiting = new Fifo<Waiting>();
  #destroyed = false;

  constructor(
    private readonly origin: string,
    private readonly connections: number,
    private readonly options: Client.Options,
  ) {}

  /** Sends the request as soon as a connection is free; true while further ones would not have to wait. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const connection = this.#free.pop() ?? this.#another();
    if (connection === null) this.#waiting.push({ request, handler });
    else this.#send(connection, request, handler);
    return this.#free.length > 0 || this.#all.length < this.connections;
  }

  /** Closes every connection; what is under way or waits ends with an error. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.#free.length = 0;
    await Promise.all(this.#all.map(({ client }) => client.destroy()));
    // A destroyed client tells the handler so, in the library's own words.
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      this.dispatch(next.request, next.handler);
  }

  /** Null when there are as many as there may be. A pool that was destroyed has one that refuses everything. */
  #another(): Connection | null {
    const [first] = this.#all;
    if (this.#destroyed && first !== undefined) return first;
    if (this.#all.length === this.connections) return null;
    const connection = {
      client: new UndiciClient(this.origin, { ...this.options, pipelining: 1 }),
      busy: false,
    };
    this.#all.push(connection);
    connection.client.on('drain', () => this.#freed(connection));
    if (this.#destroyed) void connection.client.destroy();
    return connection;
  }

  #send(
    connection: Connection,
    request: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): void {
    connection.busy = true;
    // True: the request is over already, because it could not be sent.
    if (connection.client.dispatch(request, handler)) this.#freed(connection);
  }

  #freed(connection: Connection): void {
    if (!connection.busy || this.#destroyed) return;
    connection.busy = false;
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else this.#send(connection, next.request, next.handler);
  }
}
