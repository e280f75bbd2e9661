import type { OrderEvent, WebhookEvent } from '../order-event.js';

/** A webhook without what only few have. */
type PlainWebhook = Omit<WebhookEvent, 'codeFailure' | 'oldSecret'>;
type PlainValue = PlainWebhook[Exclude<keyof PlainWebhook, 'kind'>];

/**
 * Events on their way from one thread to another. A plain webhook, as nearly all of them are, is seven cells in a row, the first of them a
 * number: to copy an object's names costs more than what it holds. Any other event is a cell.
 */
export type EventCells = (PlainValue | OrderEvent)[];

/** The cells of a plain webhook. */
const webhookCells = 7;

export function addEvent(cells: EventCells, event: OrderEvent): void {
  if (event.kind !== 'webhook' || event.codeFailure !== undefined || event.oldSecret !== undefined) {
    cells.push(event);
    return;
  }
  const { atMs, webhookId, orderId, state, reason, unlistedReason, codes } = event;
  cells.push(atMs, webhookId, orderId, state, reason, unlistedReason, codes);
}

/** Gives each event of the cells, in the order in which they were added. */
export function takeEvents(cells: EventCells, take: (event: OrderEvent) => void): void {
  for (let at = 0; at < cells.length; at += typeof cells[at] === 'number' ? webhookCells : 1) {
    const first = cells[at];
    if (typeof first === 'number') take(webhookAt(cells, at, first));
    else take(first as OrderEvent);
  }
}

function webhookAt(cells: EventCells, at: number, atMs: number): PlainWebhook {
  return {
    kind: 'webhook',
    atMs,
    webhookId: cells[at + 1] as PlainWebhook['webhookId'],
    orderId: cells[at + 2] as PlainWebhook['orderId'],
    state: cells[at + 3] as PlainWebhook['state'],
    reason: cells[at + 4] as PlainWebhook['reason'],
    unlistedReason: cells[at + 5] as PlainWebhook['unlistedReason'],
    codes: cells[at + 6] as PlainWebhook['codes'],
  };
}
