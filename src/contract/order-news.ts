import { ContractError } from './contract-error.js';
import type { OrderNews, ReceivedCode } from './dialect.js';
import { failureReasonOf } from './failure-reason.js';
import { type JsonObject, readJsonObject, stringField } from './json-fields.js';
import { orderIdField } from './order-id.js';
import { isOrderState, type OrderState } from './order-state.js';

/** The state in `field`, which has to be one of the guides' own. */
export function stateField(object: JsonObject, field: string, what: string): OrderState {
  const state = stringField(object, field, what);
  if (!isOrderState(state)) {
    throw new ContractError(
      'unknown_state',
      `${field} of ${what} is ${quoted(state)}, which is no order state`,
    );
  }
  return state;
}

/** How a dialect writes delivered codes. `what` names the message in explanations. */
export type CodesReader = (object: JsonObject, what: string) => readonly ReceivedCode[];

/** The news of a webhook, told by its event name. A status beside it may not say anything else. */
export function readWebhookNews(body: Buffer, codesOf: CodesReader): OrderNews {
  const webhook = readJsonObject(body, 'the webhook');
  const state = eventState(webhook);
  if (webhook.status !== undefined && webhook.status !== state) {
    throw new ContractError('contradiction', `the webhook's event says ${state}, its status something else`);
  }
  return orderNews(webhook, state, codesOf, 'the webhook');
}

/** The news of a status answer. Its codes are not read: foxload asks only what became of the order. */
export function readStatusNews(body: Buffer): OrderNews {
  const status = readJsonObject(body, 'the status');
  return orderNews(status, stateField(status, 'status', 'the status'), () => [], 'the status');
}

/** The state that an event name such as `order.delivered` announces. */
function eventState(object: JsonObject): OrderState {
  const event = stringField(object, 'event', 'the webhook');
  const state = event.startsWith('order.') ? event.slice('order.'.length) : '';
  if (!isOrderState(state)) {
    throw new ContractError(
      'unknown_event',
      `event of the webhook is ${quoted(event)}; wanted order.<state>`,
    );
  }
  return state;
}

/** News with its failure reason sorted: known, kept verbatim as unlisted, or missing from a failed order. */
function orderNews(object: JsonObject, state: OrderState, codesOf: CodesReader, what: string): OrderNews {
  const orderId = orderIdField(object, what);
  const codes = state === 'delivered' ? codesOf(object, what) : [];
  const toldAtMs = toldTimeMs(object, state);
  if (state !== 'failed') return { orderId, state, reason: null, unlistedReason: null, codes, toldAtMs };
  const written = stringField(object, 'failure_reason', what);
  const reason = failureReasonOf(written);
  const unlistedReason = reason === 'other' && written !== 'other' ? written.slice(0, 100) : null;
  return { orderId, state, reason, unlistedReason, codes, toldAtMs };
}

/** A date with its time zone, since `Date.parse` makes a date of nearly anything. */
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** Nothing depends on it but an indicative figure, so one that is missing or illegible breaks no contract. */
function toldTimeMs({ delivered_at, failed_at }: JsonObject, state: OrderState): number | null {
  const written = state === 'delivered' ? delivered_at : state === 'failed' ? failed_at : null;
  if (typeof written !== 'string' || !isoTime.test(written)) return null;
  const atMs = Date.parse(written);
  return Number.isNaN(atMs) ? null : atMs;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 50));
}
