import type { TimerClock } from '../clock.js';
import type { FooterLine } from '../journal/journal-footer.js';
import type { JournalHeader, JournalMode } from '../journal/journal-header.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import { continueJournal, createJournal } from '../journal/open-journal.js';
import type { OrderEvent } from '../order-event.js';
import type { MonitorState } from './monitor-state.js';
import type { StateFolder } from './state-folder.js';

/** What a new segment begins with, drawn at one instant. */
export interface SegmentBegin {
  readonly state: MonitorState;
  readonly header: Omit<JournalHeader, 'mode'>;
  /** Tell of the orders in flight. */
  readonly events: readonly OrderEvent[];
  readonly profileText: string;
}

export interface SegmentedJournalParts {
  readonly folder: StateFolder;
  readonly mode: JournalMode;
  readonly clock: TimerClock;
  /** Told once, when something could not be written or synced: from then on nothing is safe any more. */
  readonly failed: (error: Error) => void;
}

/**
 * A journal that never grows old: each segment begins with what is in flight, so that the one before can be deleted. Before a
 * segment is opened, events are let go.
 */
export class SegmentedJournal {
  #writer: JournalWriter | null = null;
  #segment: number;
  #events = 0;
  /** Settles when the newest segment counts; false when it never will. */
  #counts: Promise<boolean> = Promise.resolve(true);

  /** `newest`: the number of the newest segment that is there; 0 for none. */
  constructor(
    private readonly parts: SegmentedJournalParts,
    newest: number,
  ) {
    this.#segment = newest;
  }

  /** The number of the segment that is written, or of the newest one that is there. */
  get segment(): number {
    return this.#segment;
  }

  /** How many events were written to it by this process. */
  get events(): number {
    return this.#events;
  }

  append(record: OrderEvent | FooterLine): void {
    this.#writer?.append(record);
    this.#events += 1;
  }

  /** As of a journal's writer; in the moment in which a segment takes the place of another, what is safe is so in the new one. */
  readonly durable = async (): Promise<boolean> => {
    const writer = this.#writer;
    const isSafe = await (writer?.durable() ?? false);
    return isSafe && (await this.#counts);
  };

  /** Goes on with the segment of an earlier process, behind its first `intactBytes` bytes. Rejects with the system's error. */
  async goOn(segment: number, intactBytes: number): Promise<void> {
    this.#writer = await continueJournal(this.parts.folder.journalOf(segment), intactBytes, this.parts);
    this.#segment = segment;
  }

  /**
   * Begins the next segment and deletes the one before. `draw` tells what it begins with, once its file is there; what is appended
   * from then on goes to it.
   */
  async begin(segment: number, draw: () => SegmentBegin): Promise<void> {
    const { folder, failed } = this.parts;
    try {
      folder.clear(segment);
      const next = await createJournal(folder.journalOf(segment), this.parts);
      const before = this.#writer;
      const old = this.#segment;
      const begin = draw();
      next.begin(begin.header);
      for (const event of begin.events) next.append(event);
      this.#writer = next;
      this.#segment = segment;
      this.#events = 0;
      this.#counts = this.#putInPlace(next, begin);
      if (!(await this.#counts)) return;
      await before?.close();
      if (old > 0) folder.clear(old);
    } catch (error) {
      this.#counts = Promise.resolve(false);
      failed(errorOf(error));
    }
  }

  async #putInPlace(writer: JournalWriter, { state, profileText }: SegmentBegin): Promise<boolean> {
    try {
      if (!(await writer.durable())) return false;
      this.parts.folder.write(state, profileText);
      return true;
    } catch (error) {
      this.parts.failed(errorOf(error));
      return false;
    }
  }

  /** Writes what waits and closes the file. */
  async close(): Promise<void> {
    await this.#writer?.close();
  }
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
