import type { Dispatcher } from 'undici';
import { maxBodyBytes } from '../contract/endpoints.js';
import type { CreateAddress } from './create-address.js';
import { explainedFailure } from './explained-failure.js';
import type { Faults } from './faults.js';
import { keyOfCreate } from './key-of-create.js';
import type { WatchedCall, WatchedOrders } from './watched-orders.js';

/** What the calls of a service are told apart and watched by. */
export interface CallWatchParts {
  readonly orders: WatchedOrders;
  readonly address: CreateAddress;
  readonly faults: Faults;
}

type Handler = Dispatcher.DispatchHandler;
type Headers = Parameters<NonNullable<Handler['onResponseStart']>>[2];

/** An interceptor for undici 7 and newer: `dispatcher.compose(…)`. It sees create calls, and changes nothing about any. */
export function undiciInterceptor(parts: CallWatchParts): Dispatcher.DispatcherComposeInterceptor {
  const { faults } = parts;
  return (dispatch) => (options, handler) => {
    const call = faults.guarded(() => begun(parts, options, handler), null);
    if (call === null) return dispatch(options, handler);
    try {
      return dispatch(options, new OverheardAnswer(handler, call, faults));
    } catch (error) {
      faults.guarded(() => call.ended(explainedFailure(error)), undefined);
      throw error;
    }
  };
}

function begun(
  { orders, address, faults }: CallWatchParts,
  { method, path, origin, headers, body }: Dispatcher.DispatchOptions,
  handler: Handler,
): WatchedCall | null {
  if (!address.isCreate(method, `${String(origin ?? '').replace(/\/$/, '')}${path}`)) return null;
  if ('onRequestStart' in handler) return orders.begin(keyOfCreate(headers, body));
  faults.note(
    'old_dispatcher',
    'create calls through an undici older than 7 are not watched: wrap fetch instead',
  );
  return null;
}

/** Hands everything on as it comes, and listens. */
class OverheardAnswer implements Handler {
  #status = 0;
  #retryAfter: string | null = null;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(
    private readonly handler: Handler,
    private readonly call: WatchedCall,
    private readonly faults: Faults,
  ) {}

  onRequestStart(...told: Parameters<NonNullable<Handler['onRequestStart']>>): void {
    this.faults.guarded(() => this.call.started(), undefined);
    this.handler.onRequestStart?.(...told);
  }

  onRequestUpgrade(...told: Parameters<NonNullable<Handler['onRequestUpgrade']>>): void {
    this.handler.onRequestUpgrade?.(...told);
  }

  onResponseStart(...told: Parameters<NonNullable<Handler['onResponseStart']>>): void {
    const [, status, headers] = told;
    this.faults.guarded(() => this.#begins(status, headers), undefined);
    this.handler.onResponseStart?.(...told);
  }

  onResponseData(...told: Parameters<NonNullable<Handler['onResponseData']>>): void {
    this.faults.guarded(() => this.#take(told[1]), undefined);
    this.handler.onResponseData?.(...told);
  }

  onResponseEnd(...told: Parameters<NonNullable<Handler['onResponseEnd']>>): void {
    this.faults.guarded(() => this.#ends(), undefined);
    this.handler.onResponseEnd?.(...told);
  }

  onResponseError(...told: Parameters<NonNullable<Handler['onResponseError']>>): void {
    this.faults.guarded(() => this.call.ended(explainedFailure(told[1])), undefined);
    this.handler.onResponseError?.(...told);
  }

  #begins(status: number, headers: Headers): void {
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = typeof retryAfter === 'string' ? retryAfter : null;
  }

  #take(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > maxBodyBytes) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  #ends(): void {
    const body = this.#bytes > maxBodyBytes ? null : Buffer.concat(this.#pieces);
    this.call.ended({ kind: 'answer', status: this.#status, retryAfter: this.#retryAfter, body });
  }
}
