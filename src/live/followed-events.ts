import type { Clock } from '../clock.js';
import { wholeMicroseconds } from '../clock.js';
import { isEvent } from '../journal/event-kind.js';
import { decodeLine, lineDamage } from '../journal/journal-line.js';
import type { OrderEvent } from '../order-event.js';
import { olderEventsPath } from './events-file.js';
import { type EventsHeader, isEventsHeader, readEventsHeader } from './events-header.js';
import { FileTail } from './file-tail.js';
import { liveLimits } from './live-limits.js';

export interface FollowedEventsParts {
  /** That of the process that follows. */
  readonly clock: Clock;
  /** Told each header before the events that follow it. */
  readonly header: (header: EventsHeader) => void;
  /** Told each event, on our clock and with a number of ours. */
  readonly emit: (event: OrderEvent) => void;
  /** Gives the next number of an order: several files share one numbering. */
  readonly nextSeq: () => number;
}

/** Time and deadlines are those of the process that follows, which has to know them for longer than one that writes. */
const ownAffairs: ReadonlySet<OrderEvent['kind']> = new Set(['expired', 'loop_delay', 'ended']);

/** What ends a create call, or the need for one. */
const answers: ReadonlySet<OrderEvent['kind']> = new Set(['accepted', 'refused', 'errored', 'dropped']);

/** Reads the events of one service's file, as they come, on the clock of the process that follows it. */
export class FollowedEvents {
  readonly #tails: readonly FileTail[];
  #session: string | null = null;
  #shiftMs = 0;
  /** Our number for the writer's; the oldest are let go of. */
  readonly #seqs = new Map<number, number>();
  /** Of ours, whose create call has no answer yet. */
  readonly #unanswered = new Set<number>();
  /** Lines that could not be read: a process that was killed leaves half a one. */
  damaged = 0;
  /** What is wrong with the first of them, to follow the words `a line`; null while there is none. */
  firstDamage: string | null = null;

  constructor(
    path: string,
    private readonly parts: FollowedEventsParts,
  ) {
    this.#tails = [new FileTail(olderEventsPath(path)), new FileTail(path)];
  }

  /** Takes what has come since the last call. Throws the system's error when a file can't be read. */
  read(): void {
    const [older, newest] = this.#tails;
    // Only once: from then on what becomes the older file was read before as the newest one.
    if (this.#session === null) older?.read((bytes, start, end) => this.#line(bytes, start, end));
    newest?.read((bytes, start, end) => this.#line(bytes, start, end));
  }

  close(): void {
    for (const tail of this.#tails) tail.close();
  }

  #line(bytes: Buffer, start: number, end: number): void {
    const damage = lineDamage(bytes, start, end);
    const record = damage === null ? decodeLine(bytes, start, end) : null;
    if (typeof record !== 'object' || record === null) this.#leaveOut(damage ?? 'is no JSON object');
    else if (isEventsHeader(record)) this.#header(record);
    else if (isEvent(record)) this.#event(record);
    else this.#leaveOut('is neither an event nor the header of a service');
  }

  #leaveOut(why: string): void {
    this.damaged += 1;
    this.firstDamage ??= why;
  }

  #header(record: object): void {
    const header = readEventsHeader(record);
    if (typeof header === 'string') {
      this.#leaveOut(header);
      return;
    }
    if (header.session !== this.#session) this.#forgetProcess();
    this.#session = header.session;
    const { clock } = this.parts;
    this.#shiftMs = header.wallOriginMs - clock.wallMs(0);
    this.parts.header(header);
  }

  /** The process is gone, and with it what would have become of its calls. Its accepted orders go on. */
  #forgetProcess(): void {
    this.#seqs.clear();
    const atMs = this.parts.clock.nowMs();
    for (const seq of this.#unanswered) this.parts.emit({ kind: 'in_doubt', atMs, seq });
    this.#unanswered.clear();
  }

  #event(event: OrderEvent): void {
    // Without its header nobody knows when it was.
    if (this.#session === null || ownAffairs.has(event.kind)) return;
    const atMs = wholeMicroseconds(event.atMs + this.#shiftMs);
    if (!('seq' in event)) {
      this.parts.emit({ ...event, atMs });
      return;
    }
    if (event.kind === 'planned') this.#number(event.seq);
    const seq = this.#seqs.get(event.seq);
    // Planned in a file that is gone.
    if (seq === undefined) return;
    if (event.kind === 'planned') this.#unanswered.add(seq);
    else if (answers.has(event.kind)) this.#unanswered.delete(seq);
    this.parts.emit({ ...event, atMs, seq });
  }

  #number(written: number): void {
    this.#seqs.set(written, this.parts.nextSeq());
    if (this.#seqs.size <= liveLimits.followedOrders) return;
    const [oldest] = this.#seqs.keys();
    if (oldest !== undefined) this.#seqs.delete(oldest);
  }
}
