import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TimerClock } from '../clock.js';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { ReceiverProfile } from '../profile/profile.js';
import type { FinalWebhookReader } from './final-webhook.js';

/** The final webhooks of one order. */
export interface FinalWebhooks {
  /** How often one came, those that were answered with 503 included. */
  readonly count: number;
  /** When the first one came, in milliseconds of the suite's clock. */
  readonly firstAtMs: number;
}

/** More orders than the suite can make, many times over: at a shared sandbox others may order, too. */
export const maxRememberedOrders = 10_000;

export interface WebhookDeskOptions {
  readonly read: FinalWebhookReader;
  readonly path: string;
  readonly clock: TimerClock;
  /** Aborted: nothing is waited for any more. */
  readonly leave?: AbortSignal | undefined;
}

/** Takes the webhooks of the suite. Unlike a run's receiver it can refuse authentic ones, so that they come again. */
export class WebhookDesk {
  readonly #finals = new Map<string, FinalWebhooks>();
  readonly #waiters = new Set<() => void>();
  readonly #server: Server;
  #refusedPerOrder = 0;

  constructor(private readonly options: WebhookDeskOptions) {
    this.#server = createServer((request, response) => this.#take(request, response));
    options.leave?.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** Starts to listen and gives the address for the API. Rejects with the system's error when that is not possible. */
  async open({ host, port }: ReceiverProfile): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const { port: chosen } = this.#server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${chosen}${this.options.path}`;
  }

  /** From now on the first `count` final webhooks of each order are answered with 503. */
  refuseFirst(count: number): void {
    this.#refusedPerOrder = count;
  }

  of(orderId: string): FinalWebhooks | undefined {
    return this.#finals.get(orderId);
  }

  /** The orders that a final webhook told of. */
  orderIds(): string[] {
    return [...this.#finals.keys()];
  }

  /** Settles true when each of `orderIds` had `count` final webhooks, false when none at all came for `patienceMs`. */
  async cameFor(orderIds: readonly string[], count: number, patienceMs: number): Promise<boolean> {
    const missing = () => orderIds.some((id) => (this.#finals.get(id)?.count ?? 0) < count);
    let waiting = true;
    while (waiting && missing() && this.options.leave?.aborted !== true)
      waiting = await this.#next(patienceMs);
    return !missing();
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** True when a webhook came, or when nothing is to be waited for any more; false after `patienceMs`. */
  #next(patienceMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const wake = (): void => {
        callOff();
        this.#waiters.delete(wake);
        resolve(true);
      };
      const callOff = this.options.clock.after(patienceMs, () => {
        this.#waiters.delete(wake);
        resolve(false);
      });
      this.#waiters.add(wake);
    });
  }

  #wake(): void {
    for (const wake of [...this.#waiters]) wake();
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const atMs = this.options.clock.nowMs();
    if (request.method !== 'POST' || request.url !== this.options.path) {
      response.writeHead(404).end();
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBodyBytes) chunks.push(chunk);
    });
    request.on('end', () => {
      if (bytes > maxBodyBytes) response.writeHead(413).end();
      else this.#answer(request, response, Buffer.concat(chunks), atMs);
    });
  }

  #answer({ headers }: IncomingMessage, response: ServerResponse, body: Buffer, atMs: number): void {
    const { authentic, orderId } = this.options.read(headers, body, atMs);
    if (!authentic) response.writeHead(401).end();
    else if (orderId === null) response.writeHead(204).end();
    else {
      const refused = this.#note(orderId, atMs) <= this.#refusedPerOrder;
      response.writeHead(refused ? 503 : 204).end();
      this.#wake();
    }
  }

  /** How often the final webhook of this order came by now; infinite where there is no room to remember it. */
  #note(orderId: string, atMs: number): number {
    const known = this.#finals.get(orderId);
    if (known === undefined && this.#finals.size >= maxRememberedOrders) return Number.POSITIVE_INFINITY;
    const count = (known?.count ?? 0) + 1;
    this.#finals.set(orderId, { count, firstAtMs: known?.firstAtMs ?? atMs });
    return count;
  }
}
