import type { Client, Dispatcher } from 'undici';
import UndiciClient from 'undici/lib/dispatcher/client.js';
import type { Clock } from '../clock.js';
import { Fifo } from '../fifo.js';
import { GrowthPace } from './growth-pace.js';
import { type IdleConnection, IdleConnections } from './idle-connections.js';

/** One keep-alive connection, with at most one request on it. */
interface Connection extends IdleConnection<Connection> {
  readonly client: Client;
  isBusy: boolean;
}

interface Waiting {
  readonly request: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
}

/**
 * Up to `connections` connections to one server, opened when all others are busy, at the pace of `GrowthPace`. Requests beyond that wait their turn.
 * Whenever one waits, all connections there are are busy, so one of them will take it.
 *
 * undici has a pool, too; but it looks for a free connection by trying one after the other, which at hundreds of busy ones
 * is the largest cost of a request. Here the idle ones are in a list.
 */
export class ConnectionPool {
  readonly #all: Connection[] = [];
  readonly #idle: IdleConnections<Connection>;
  readonly #pace: GrowthPace;
  readonly #waiting = new Fifo<Waiting>();
  #destroyed = false;

  constructor(
    private readonly origin: string,
    private readonly connections: number,
    private readonly options: Client.Options,
    clock: Pick<Clock, 'nowMs'>,
  ) {
    this.#idle = new IdleConnections(clock);
    this.#pace = new GrowthPace(clock);
  }

  /** Sends the request as soon as a connection is free; false when it has to wait for one. */
  dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    // Who waits longer comes first.
    const connection = this.#waiting.size === 0 || this.#destroyed ? this.#free() : null;
    if (connection !== null) {
      this.#send(connection, request, handler);
      return true;
    }
    this.#waiting.push({ request, handler });
    this.#growForWaiting();
    return false;
  }

  /** Closes every connection; what is under way or waits ends with an error. */
  async destroy(): Promise<void> {
    this.#destroyed = true;
    this.#idle.clear();
    await Promise.all(this.#all.map(({ client }) => client.destroy()));
    // A destroyed client tells the handler so, in the library's own words.
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      this.dispatch(next.request, next.handler);
  }

  /** A connection that can take a request now: an open one, one that it opens, or one more. Null when it has to wait. */
  #free(): Connection | null {
    return this.#idle.take() ?? this.#oneMore();
  }

  /** Null when there are as many as there may be by now. A pool that was destroyed has one that refuses everything. */
  #oneMore(): Connection | null {
    const [first] = this.#all;
    if (this.#destroyed && first !== undefined) return first;
    if (this.#all.length === this.connections || !this.#pace.take()) return null;
    return this.#opened();
  }

  /** Opens connections for those that wait, as many as the pool may grow by now. */
  #growForWaiting(): void {
    while (this.#waiting.size > 0) {
      const connection = this.#oneMore();
      const next = connection === null ? undefined : this.#waiting.shift();
      if (connection === null || next === undefined) return;
      this.#send(connection, next.request, next.handler);
    }
  }

  #opened(): Connection {
    const connection: Connection = {
      client: new UndiciClient(this.origin, { ...this.options, pipelining: 1 }),
      isBusy: false,
      isOpen: false,
      idleSinceMs: 0,
      earlier: null,
      later: null,
    };
    this.#all.push(connection);
    connection.client.on('connect', () => this.#changed(connection, true));
    connection.client.on('disconnect', () => this.#changed(connection, false));
    connection.client.on('drain', () => this.#freed(connection));
    if (this.#destroyed) void connection.client.destroy();
    return connection;
  }

  #send(
    connection: Connection,
    request: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): void {
    connection.isBusy = true;
    // True: the request is over already, because it could not be sent.
    if (connection.client.dispatch(request, handler)) this.#freed(connection);
  }

  #freed(connection: Connection): void {
    if (!connection.isBusy || this.#destroyed) return;
    connection.isBusy = false;
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.add(connection);
    else this.#send(connection, next.request, next.handler);
  }

  #changed(connection: Connection, isOpen: boolean): void {
    if (connection.isBusy || this.#destroyed) connection.isOpen = isOpen;
    else this.#idle.change(connection, isOpen);
    if (isOpen) this.#growForWaiting();
  }
}
