import type { RefusalReason } from '../contract/refusal-reason.js';
import type { AttemptFailure } from '../order-event.js';
import { type Doubt, provesNoOrder } from './doubt.js';
import type { CreateReading } from './read-create.js';

/** How a create call ended that gave no order. */
export type EndWithoutOrder =
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly status: number }
  | { readonly kind: 'errored'; readonly reason: RefusalReason; readonly status: number | null };

const errorReason: Readonly<Record<AttemptFailure, RefusalReason>> = {
  '5xx': 'server_error',
  malformed: 'server_error',
  conflict: 'server_error',
  timeout: 'timeout',
  network: 'network',
};

/** Whether an order that was not accepted is refused, or may exist all the same. `doubt`: what its attempts leave open. */
export function endWithoutOrder(reading: CreateReading, doubt: Doubt): EndWithoutOrder {
  if (reading.kind === 'unreadable') {
    return { kind: 'errored', reason: errorReason[reading.cause], status: reading.status };
  }
  const reason = reading.answer.kind === 'refused' ? reading.answer.reason : 'client_error';
  return { kind: provesNoOrder(reason, doubt) ? 'refused' : 'errored', reason, status: reading.status };
}
