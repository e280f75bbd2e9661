import type { WebhookEvent } from '../order-event.js';
import type { Characters, FoundIds, NotedId } from '../tracker/found-ids.js';
import { IdsOfEvent } from '../tracker/ids-of-event.js';
import type { TextHash } from '../tracker/text-hash.js';
import { type FileBytes, fileBytes } from './file-bytes.js';
import { column, idVerdict, type ParsedLines, plainKind } from './parsed-lines.js';

/** A text of one byte a character that stands in the bytes of a file. */
class TextInBytes implements Characters {
  #bytes = fileBytes(0).bytes;
  #begin = 0;
  length = 0;

  set(bytes: FileBytes['bytes'], begin: number, end: number): void {
    this.#bytes = bytes;
    this.#begin = begin;
    this.length = end - begin;
  }

  charCodeAt(at: number): number {
    return this.#bytes[this.#begin + at] ?? 0;
  }

  toString(): string {
    return this.#bytes.latin1Slice(this.#begin, this.#begin + this.length);
  }
}

/** The ids of lines that were read: of one line at a time, in the same objects for all. */
export class ParsedIds {
  readonly #orderId = { text: new TextInBytes(), hash: { high: 1, low: 0 } };
  readonly #webhookId: TextHash = { high: 1, low: 0 };
  readonly #noted = { isReused: false, forgotten: 0 };
  readonly #found = {
    orderId: this.#orderId,
    webhookId: null as TextHash | null,
    noted: null as NotedId | null,
  };
  readonly #ofEvent = new IdsOfEvent();

  /** Null for a line without ids. */
  of(lines: ParsedLines, line: number, { bytes }: FileBytes): FoundIds | null {
    const kind = lines.get(line, column.kind);
    if (kind !== plainKind.accepted && kind !== plainKind.webhook) return null;
    this.#orderId.text.set(bytes, lines.get(line, column.orderId), lines.get(line, column.orderIdEnd));
    lines.hash(line, column.orderHash, this.#orderId.hash);
    const isNamed = kind === plainKind.webhook && lines.get(line, column.webhookId) >= 0;
    this.#found.webhookId = isNamed ? lines.hash(line, column.webhookHash, this.#webhookId) : null;
    this.#found.noted = isNamed ? this.#notedOf(lines, line) : null;
    return this.#found;
  }

  /** Of a webhook whose line at `start` is not plain: null unless its id was noted, of which `lines` tell. */
  ofOther(event: WebhookEvent, lines: ParsedLines, start: number): FoundIds | null {
    lines.skipTo(start);
    if (!lines.isAt(start)) return null;
    return { ...this.#ofEvent.webhook(event), noted: this.#notedOf(lines, lines.head) };
  }

  #notedOf(lines: ParsedLines, line: number): NotedId | null {
    const verdict = lines.get(line, column.verdict);
    if (verdict === idVerdict.none) return null;
    this.#noted.isReused = verdict === idVerdict.reused;
    this.#noted.forgotten = lines.get(line, column.forgotten);
    return this.#noted;
  }
}
