import { type HistoryRow, mergedRow } from './history-columns.js';

/** So many rows each stretch of the history has at most: a reading a second makes that ten minutes of the newest ones. */
export const maxRows = 600;

/** A history as plain JSON. */
export interface SavedHistory {
  /** How many readings a row of `whole` stands for: 1, doubled whenever there are too many rows. */
  readonly stride: number;
  readonly whole: readonly HistoryRow[];
  /** Readings that make no full row yet, as one; how many they are. */
  readonly open: HistoryRow | null;
  readonly openReadings: number;
  /** The newest readings, a row each; null while `whole` has them all. */
  readonly recent: readonly HistoryRow[] | null;
}

/**
 * What the live page remembers: the newest readings one by one, and the whole run in rows that grow with it. Constant memory
 * whatever the run's length. The page in the browser folds the readings that it is sent by the same code, so that what it shows and what it would show
 * after a reload are the same.
 */
export class LiveHistory {
  #stride = 1;
  #whole: HistoryRow[] = [];
  #open: HistoryRow | null = null;
  #openReadings = 0;
  readonly #recent: HistoryRow[] = [];

  /** @param saved what another history saved: this one goes on from there */
  constructor(saved?: SavedHistory) {
    if (saved === undefined) return;
    this.#stride = saved.stride;
    this.#whole = [...saved.whole];
    this.#open = saved.open;
    this.#openReadings = saved.openReadings;
    this.#recent = [...(saved.recent ?? saved.whole)];
  }

  /** Adds a reading that is later than all before it. */
  add(row: HistoryRow): void {
    this.#recent.push(row);
    if (this.#recent.length > maxRows) this.#recent.shift();
    this.#open = this.#open === null ? row : mergedRow(this.#open, row);
    this.#openReadings += 1;
    if (this.#openReadings < this.#stride) return;
    this.#whole.push(this.#open);
    this.#open = null;
    this.#openReadings = 0;
    if (this.#whole.length > maxRows) this.#halve();
  }

  /** The newest readings, a row each, the oldest first. */
  get recent(): readonly HistoryRow[] {
    return this.#recent;
  }

  /** The whole run, the oldest row first; the last one may stand for fewer readings than the others. */
  get whole(): readonly HistoryRow[] {
    return this.#open === null ? this.#whole : [...this.#whole, this.#open];
  }

  /** Whether the run is longer than `recent`. */
  get isLong(): boolean {
    return this.#stride > 1;
  }

  saved(): SavedHistory {
    return {
      stride: this.#stride,
      whole: this.#whole,
      open: this.#open,
      openReadings: this.#openReadings,
      recent: this.isLong ? this.#recent : null,
    };
  }

  /** Each two rows become one. There is one row more than an even number: it begins the next one. */
  #halve(): void {
    const rows = this.#whole;
    const last = rows.pop();
    this.#whole = rows.flatMap((row, index) => {
      const earlier = rows[index - 1];
      return index % 2 === 1 && earlier !== undefined ? [mergedRow(earlier, row)] : [];
    });
    this.#open = last ?? null;
    this.#openReadings = last === undefined ? 0 : this.#stride;
    this.#stride *= 2;
  }
}
