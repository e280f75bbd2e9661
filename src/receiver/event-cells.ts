import { failureReasons } from '../contract/failure-reason.js';
import { orderStates } from '../contract/order-state.js';
import { codeFates, type OrderEvent, type WebhookEvent } from '../order-event.js';
import { placeOf, wordAt } from '../word-place.js';

/**
 * Events on their way from one thread to another. A plain webhook, as nearly all of them are, is seven cells in a row, the first of them a
 * number: to copy an object's names costs more than what it holds. A word of a closed list is its place there, -1 for none: a number is
 * copied faster than a text, and the word that the other thread finds is one that it knows already. Any other event is a cell.
 */
export type EventCells = (string | number | null | OrderEvent)[];

/** The cells of a plain webhook. */
const webhookCells = 7;

export function addEvent(cells: EventCells, event: OrderEvent): void {
  if (event.kind !== 'webhook' || event.codeFailure !== undefined || event.oldSecret !== undefined) {
    cells.push(event);
    return;
  }
  const { atMs, webhookId, orderId, state, reason, unlistedReason, codes } = event;
  cells.push(
    atMs,
    webhookId,
    orderId,
    orderStates.indexOf(state),
    placeOf(failureReasons, reason),
    unlistedReason,
    placeOf(codeFates, codes),
  );
}

/** Gives each event of the cells, in the order in which they were added. */
export function takeEvents(cells: EventCells, take: (event: OrderEvent) => void): void {
  for (let at = 0; at < cells.length; at += typeof cells[at] === 'number' ? webhookCells : 1) {
    const first = cells[at];
    if (typeof first === 'number') take(webhookAt(cells, at, first));
    else take(first as OrderEvent);
  }
}

function webhookAt(cells: EventCells, at: number, atMs: number): WebhookEvent {
  return {
    kind: 'webhook',
    atMs,
    webhookId: cells[at + 1] as string | null,
    orderId: cells[at + 2] as string,
    state: orderStates[cells[at + 3] as number] ?? 'pending',
    reason: wordAt(failureReasons, cells[at + 4] as number),
    unlistedReason: cells[at + 5] as string | null,
    codes: wordAt(codeFates, cells[at + 6] as number),
  };
}
