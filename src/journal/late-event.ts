import { failureReasons } from '../contract/failure-reason.js';
import { codeFates, type OrderEvent, type WebhookEvent } from '../order-event.js';
import { wordAt } from '../word-place.js';
import type { FileBytes } from './file-bytes.js';
import { parsedEvent, stateOf, textOrNull } from './parsed-event.js';
import { type Column, column, type ParsedLines, plainKind } from './parsed-lines.js';

type AcceptedEvent = Extract<OrderEvent, { kind: 'accepted' }>;

/**
 * The event of a line that was read; its texts are made when somebody asks for them, which has to be before the lines are
 * replaced by others. To make a text takes as long as most of what else is done with an event, and a replay needs nearly none.
 */
export function lateEvent(lines: ParsedLines, line: number, file: FileBytes): OrderEvent {
  switch (lines.get(line, column.kind)) {
    case plainKind.accepted:
      return new LateAccepted(lines, line, file);
    case plainKind.webhook:
      return new LateWebhook(lines, line, file);
    default:
      return parsedEvent(lines, line, file);
  }
}

/** What both have: an order's id, and a state. */
class LateTexts {
  readonly atMs: number;
  readonly state: AcceptedEvent['state'];
  readonly #age: number;
  #orderId: string | null = null;

  constructor(
    private readonly lines: ParsedLines,
    private readonly line: number,
    private readonly file: FileBytes,
  ) {
    this.atMs = lines.atMs(line);
    this.state = stateOf(lines, line);
    this.#age = lines.age;
  }

  /** Kept when it was asked for once: webhooks that wait for their order are found by it. */
  get orderId(): string {
    this.#orderId ??= this.text(column.orderId, column.orderIdEnd) ?? '';
    return this.#orderId;
  }

  protected text(begin: Column, end: Column): string | null {
    if (this.lines.age !== this.#age)
      throw new Error('the text of an event was asked for when its line was gone');
    return textOrNull(this.lines, this.line, begin, end, this.file.bytes);
  }
}

class LateAccepted extends LateTexts implements AcceptedEvent {
  readonly kind = 'accepted';
  readonly seq: number;
  readonly status: number;

  constructor(lines: ParsedLines, line: number, file: FileBytes) {
    super(lines, line, file);
    this.seq = lines.get(line, column.seq);
    this.status = lines.get(line, column.status);
  }
}

class LateWebhook extends LateTexts implements WebhookEvent {
  readonly kind = 'webhook';
  readonly reason: WebhookEvent['reason'];
  readonly codes: WebhookEvent['codes'];

  constructor(lines: ParsedLines, line: number, file: FileBytes) {
    super(lines, line, file);
    this.reason = wordAt(failureReasons, lines.get(line, column.reason));
    this.codes = wordAt(codeFates, lines.get(line, column.codes));
  }

  get webhookId(): string | null {
    return this.text(column.webhookId, column.webhookIdEnd);
  }

  get unlistedReason(): string | null {
    return this.text(column.unlistedReason, column.unlistedReasonEnd);
  }
}
