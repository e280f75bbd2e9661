import { failureReasons } from '../contract/failure-reason.js';
import { type OrderState, orderStates } from '../contract/order-state.js';
import { codeFates, type OrderEvent, type WebhookEvent } from '../order-event.js';
import { wordAt } from '../word-place.js';
import type { FileBytes } from './file-bytes.js';
import { type Column, column, type ParsedLines, plainKind } from './parsed-lines.js';

/** The event of a line that was read; its texts are made from `bytes`. */
export function parsedEvent(lines: ParsedLines, line: number, { bytes }: FileBytes): OrderEvent {
  const atMs = lines.atMs(line);
  switch (lines.get(line, column.kind)) {
    case plainKind.planned:
      return {
        kind: 'planned',
        atMs,
        seq: lines.get(line, column.seq),
        sku: lines.get(line, column.sku),
        stage: lines.get(line, column.stage),
      };
    case plainKind.sent:
      return { kind: 'sent', atMs, seq: lines.get(line, column.seq) };
    case plainKind.accepted:
      return {
        kind: 'accepted',
        atMs,
        seq: lines.get(line, column.seq),
        orderId: bytes.latin1Slice(lines.get(line, column.orderId), lines.get(line, column.orderIdEnd)),
        state: stateOf(lines, line),
        status: lines.get(line, column.status),
      };
    default:
      return webhook(atMs, lines, line, bytes);
  }
}

function webhook(atMs: number, lines: ParsedLines, line: number, bytes: FileBytes['bytes']): WebhookEvent {
  return {
    kind: 'webhook',
    atMs,
    webhookId: textOrNull(lines, line, column.webhookId, column.webhookIdEnd, bytes),
    orderId: bytes.latin1Slice(lines.get(line, column.orderId), lines.get(line, column.orderIdEnd)),
    state: stateOf(lines, line),
    reason: wordAt(failureReasons, lines.get(line, column.reason)),
    unlistedReason: textOrNull(lines, line, column.unlistedReason, column.unlistedReasonEnd, bytes),
    codes: wordAt(codeFates, lines.get(line, column.codes)),
  };
}

export function stateOf(lines: ParsedLines, line: number): OrderState {
  return orderStates[lines.get(line, column.state)] ?? 'pending';
}

export function textOrNull(
  lines: ParsedLines,
  line: number,
  begin: Column,
  end: Column,
  bytes: FileBytes['bytes'],
): string | null {
  const from = lines.get(line, begin);
  return from < 0 ? null : bytes.latin1Slice(from, lines.get(line, end));
}
