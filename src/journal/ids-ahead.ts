import { IdsOfEvent } from '../tracker/ids-of-event.js';
import type { TextHash } from '../tracker/text-hash.js';
import { newsOf, WebhookIds } from '../tracker/webhook-ids.js';
import { isEvent } from './event-kind.js';
import type { FileLine } from './file-lines.js';
import { decodeLine, lineDamage } from './journal-line.js';
import { stateOf } from './parsed-event.js';
import { column, idVerdict, type ParsedLines, plainKind } from './parsed-lines.js';

/** Notes the ids of the webhooks among the lines that are read, in their order, and puts the verdict beside each line. */
export class IdsAhead {
  readonly #webhookIds: WebhookIds;
  readonly #idsOfEvent = new IdsOfEvent();
  readonly #orderHash: TextHash = { high: 1, low: 0 };
  readonly #webhookHash: TextHash = { high: 1, low: 0 };

  /** `remembered`: as `TrackerMemory.recentWebhookIds`. */
  constructor(remembered: number) {
    this.#webhookIds = new WebhookIds(remembered);
  }

  /** Takes the lines from `first` on. */
  takeParsed(lines: ParsedLines, first: number): void {
    for (let line = first; line < lines.count; line += 1) {
      if (lines.get(line, column.kind) !== plainKind.webhook || lines.get(line, column.webhookId) < 0)
        continue;
      const orderHash = lines.hash(line, column.orderHash, this.#orderHash);
      const news = newsOf(orderHash, stateOf(lines, line));
      const verdict = this.#note(lines.hash(line, column.webhookHash, this.#webhookHash), news);
      lines.change(line, column.verdict, verdict);
      lines.change(line, column.forgotten, this.#webhookIds.forgotten);
    }
  }

  /** Takes a line that is not plain: only the verdict on it goes behind `lines`, if it is a webhook's. */
  takeOther({ bytes, start, end, state }: FileLine, lines: ParsedLines): void {
    if (state !== 'whole' || lineDamage(bytes, start, end) !== null) return;
    const event = decodeLine(bytes, start, end);
    if (typeof event !== 'object' || event === null || !isEvent(event) || event.kind !== 'webhook') return;
    const { orderId, webhookId } = this.#idsOfEvent.webhook(event);
    if (webhookId === null) return;
    lines.set(column.start, start);
    lines.set(column.kind, plainKind.otherWebhook);
    lines.set(column.verdict, this.#note(webhookId, newsOf(orderId.hash, event.state)));
    lines.set(column.forgotten, this.#webhookIds.forgotten);
    lines.count += 1;
  }

  #note(id: TextHash, news: number): number {
    return this.#webhookIds.note(id, news) ? idVerdict.noted : idVerdict.reused;
  }
}
