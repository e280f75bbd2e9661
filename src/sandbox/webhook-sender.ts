import type { Dispatcher, Pool } from 'undici';
import UndiciPool from 'undici/lib/dispatcher/pool.js';
import type { Clock } from '../clock.js';
import { signatureSchemes } from '../contract/signature-schemes.js';
import { sandboxLimits } from './sandbox-limits.js';
import type { Simulation } from './simulation.js';
import { webhookBody } from './webhook-body.js';
import type { WebhookMessage } from './webhook-message.js';

/** Signs with this, a forger does: any key but the partner's. */
const forgersSecret = Buffer.from('not the secret of any partner');

/** The one place where webhooks meet a socket: takes them from the outbox while there are free connections. */
export class WebhookSender {
  readonly #simulation: Simulation;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #afterSettled: () => void;
  #inFlight = 0;
  #closed = false;

  /** `afterSettled` is called when an attempt is over: a connection is free, and a retry may be due before anything else. */
  constructor(simulation: Simulation, webhookUrl: string, afterSettled: () => void) {
    const { origin, pathname, search } = new URL(webhookUrl);
    this.#simulation = simulation;
    this.#path = pathname + search;
    this.#afterSettled = afterSettled;
    this.#pool = new UndiciPool(origin, {
      connections: sandboxLimits.webhookConnections,
      pipelining: 1,
      connectTimeout: sandboxLimits.webhookTimeoutMs,
      headersTimeout: sandboxLimits.webhookTimeoutMs,
      bodyTimeout: sandboxLimits.webhookTimeoutMs,
    });
  }

  /** Sends what is ready, as far as connections are free. */
  pump(): void {
    while (!this.#closed && this.#inFlight < sandboxLimits.webhookConnections) {
      const message = this.#simulation.outbox.take();
      if (message === undefined) return;
      this.#send(message);
    }
  }

  /** Drops all connections; webhooks on the wire are abandoned. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#pool.destroy();
  }

  #send(message: WebhookMessage): void {
    const { clock, options } = this.#simulation;
    message.body ??= webhookBody(this.#simulation, message);
    const scheme = signatureSchemes[options.signature];
    const secret = message.variant === 'forged' ? forgersSecret : options.webhookSecret;
    const timestampS = Math.floor(clock.wallMs(clock.nowMs()) / 1_000);
    const headers = scheme.sign(secret, message.webhookId, timestampS, message.body);
    headers['content-type'] = 'application/json';
    this.#inFlight += 1;
    this.#pool.dispatch(
      { path: this.#path, method: 'POST', headers, body: message.body },
      new WebhookAttempt(message, clock, this.#settle),
    );
  }

  readonly #settle = (message: WebhookMessage, acknowledged: boolean): void => {
    if (this.#closed) return;
    this.#inFlight -= 1;
    this.#simulation.outbox.settle(message, acknowledged, this.#simulation.clock.nowMs());
    this.#afterSettled();
  };
}

/** One attempt on one connection. */
class WebhookAttempt implements Dispatcher.DispatchHandler {
  #status = 0;

  constructor(
    readonly message: WebhookMessage,
    readonly clock: Clock,
    readonly settle: (message: WebhookMessage, acknowledged: boolean) => void,
  ) {}

  /** Called right before the bytes are written, on a connection that is open. */
  onRequestStart(): void {
    const { order } = this.message;
    if (this.message.isFinal && Number.isNaN(order.webhookMs)) order.webhookMs = this.clock.nowMs();
  }

  onResponseStart(_controller: unknown, status: number): void {
    this.#status = status;
  }

  onResponseData(): void {}

  onResponseEnd(): void {
    this.settle(this.message, this.#status >= 200 && this.#status <= 299);
  }

  onResponseError(): void {
    this.settle(this.message, false);
  }
}
