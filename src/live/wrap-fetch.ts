import type { AttemptOutcome } from '../load/http-attempt.js';
import { explainedFailure } from './explained-failure.js';
import { keyOfCreate } from './key-of-create.js';
import { overhearAnswer } from './overheard-answer.js';
import type { CallWatchParts } from './undici-interceptor.js';
import type { WatchedCall } from './watched-orders.js';

/** Any `fetch`: Node's own, undici's, or one that is wrapped already. */
export type AnyFetch = (...args: never[]) => Promise<object>;

/** Answers that say more by their body than by their status: an order, or which of several conflicts it is. */
function needsBody(status: number): boolean {
  return (status >= 200 && status <= 299) || status === 409 || status === 422;
}

/**
 * A `fetch` that does what the given one does and sees create calls. The caller gets the very promise and the very answer that
 * the given one made, at the same moment.
 */
export function wrappedFetch<F extends AnyFetch>(parts: CallWatchParts, fetch: F): F {
  const { faults } = parts;
  const watched = function (this: unknown, ...args: unknown[]): unknown {
    const call = faults.guarded(() => begun(parts, args[0], args[1]), null);
    if (call === null) return Reflect.apply(fetch, this, args);
    const end = (outcome: AttemptOutcome): void => faults.guarded(() => call.ended(outcome), undefined);
    let answering: unknown;
    try {
      answering = Reflect.apply(fetch, this, args);
    } catch (error) {
      end(explainedFailure(error));
      throw error;
    }
    Promise.resolve(answering).then(
      (answer) => faults.guarded(() => answered(answer, end), undefined),
      (error) => end(explainedFailure(error)),
    );
    return answering;
  };
  // A function of the same arguments and the same result, which the compiler can't see.
  return watched as unknown as F;
}

function begun({ orders, address }: CallWatchParts, input: unknown, init: unknown): WatchedCall | null {
  const asked = isObject(input) && !(input instanceof URL) ? input : {};
  const given = isObject(init) ? init : {};
  const url = 'url' in asked ? asked.url : input;
  const method = given.method ?? asked.method;
  if (!address.isCreate(method, String(url))) return null;
  // A call's own headers replace those of the request that it is given.
  const call = orders.begin(keyOfCreate(given.headers ?? asked.headers, given.body));
  call?.started();
  return call;
}

function answered(answer: unknown, end: (outcome: AttemptOutcome) => void): void {
  if (!isObject(answer) || typeof answer.status !== 'number') throw new TypeError('fetch gave no answer');
  const { status } = answer;
  const retryAfter = retryAfterOf(answer.headers);
  const ended = (body: Buffer | null): void => end({ kind: 'answer', status, retryAfter, body });
  if (!needsBody(status)) {
    ended(Buffer.alloc(0));
    return;
  }
  const readNow = overhearAnswer(answer, (body, error) => {
    if (error === undefined) ended(body);
    else end(explainedFailure(error));
  });
  // Many a service looks at the status alone of what is no success, so nobody would read the body for us.
  if (status >= 400) readNow();
}

function retryAfterOf(headers: unknown): string | null {
  if (!isObject(headers) || typeof headers.get !== 'function') return null;
  const value: unknown = headers.get('retry-after');
  return typeof value === 'string' ? value : null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
