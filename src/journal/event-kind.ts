import type { OrderEvent } from '../order-event.js';

/** The compiler holds this list against the events: none is missing, none is too many. */
const eventKinds: Readonly<Record<OrderEvent['kind'], true>> = {
  planned: true,
  intent: true,
  drain: true,
  dropped: true,
  sent: true,
  attempt_failed: true,
  accepted: true,
  refused: true,
  errored: true,
  webhook: true,
  webhook_rejected: true,
  expired: true,
  polled: true,
  replayed: true,
  violation: true,
  loop_delay: true,
  resumed: true,
  in_doubt: true,
  reopened: true,
  ended: true,
};

/**
 * Whether the record is an event. Only its kind is looked at: the line's checksum was right, so it holds what this
 * version of the journal wrote.
 */
export function isEvent(record: object): record is OrderEvent {
  return 'kind' in record && typeof record.kind === 'string' && Object.hasOwn(eventKinds, record.kind);
}
