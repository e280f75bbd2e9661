import type { OrderEvent } from '../order-event.js';
import type { FooterLine } from './journal-footer.js';
import type { HeaderLine } from './journal-header.js';
import type { JsonBytes } from './json-bytes.js';

/** What one line of a journal holds. */
export type JournalRecord = OrderEvent | HeaderLine | FooterLine;

type EventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

const key = (text: string): Buffer => Buffer.from(text);
const plannedAt = key('{"kind":"planned","atMs":');
const sentAt = key('{"kind":"sent","atMs":');
const acceptedAt = key('{"kind":"accepted","atMs":');
const webhookAt = key('{"kind":"webhook","atMs":');
const seq = key(',"seq":');
const sku = key(',"sku":');
const stage = key(',"stage":');
const orderId = key(',"orderId":');
const state = key(',"state":');
const status = key(',"status":');
const webhookId = key(',"webhookId":');
const reason = key(',"reason":');
const unlistedReason = key(',"unlistedReason":');
const codes = key(',"codes":');

/**
 * Writes the record as JSON without its closing brace, which the line's checksum comes before. Four kinds of event are
 * nearly all lines of a run, so these are written out here, key by key; every other one by `JSON.stringify`.
 */
export function writeRecord(record: JournalRecord, json: JsonBytes): void {
  switch (record.kind) {
    case 'planned':
      writePlanned(record, json);
      break;
    case 'sent':
      json.literal(sentAt);
      json.number(record.atMs);
      json.literal(seq);
      json.number(record.seq);
      break;
    case 'accepted':
      writeAccepted(record, json);
      break;
    case 'webhook':
      if (record.oldSecret === undefined && record.codeFailure === undefined) writeWebhook(record, json);
      else json.text(JSON.stringify(record).slice(0, -1));
      break;
    default:
      json.text(JSON.stringify(record).slice(0, -1));
  }
}

function writePlanned(event: EventOf<'planned'>, json: JsonBytes): void {
  json.literal(plannedAt);
  json.number(event.atMs);
  json.literal(seq);
  json.number(event.seq);
  json.literal(sku);
  json.number(event.sku);
  json.literal(stage);
  json.number(event.stage);
}

function writeAccepted(event: EventOf<'accepted'>, json: JsonBytes): void {
  json.literal(acceptedAt);
  json.number(event.atMs);
  json.literal(seq);
  json.number(event.seq);
  json.literal(orderId);
  json.string(event.orderId);
  json.literal(state);
  json.string(event.state);
  json.literal(status);
  json.number(event.status);
}

function writeWebhook(event: EventOf<'webhook'>, json: JsonBytes): void {
  json.literal(webhookAt);
  json.number(event.atMs);
  json.literal(webhookId);
  json.string(event.webhookId);
  json.literal(orderId);
  json.string(event.orderId);
  json.literal(state);
  json.string(event.state);
  json.literal(reason);
  json.string(event.reason);
  json.literal(unlistedReason);
  json.string(event.unlistedReason);
  json.literal(codes);
  json.string(event.codes);
}
