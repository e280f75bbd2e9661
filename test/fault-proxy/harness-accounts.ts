import type { AnsweredOrder, DecidedOrder, TrackerListener } from '../../src/tracker/tracker-listener.js';

/** What the harness says of each order, by its number, written down as it says it. */
export class HarnessAccounts implements TrackerListener {
  /** What came of the create call. */
  readonly answers = new Map<number, AnsweredOrder['outcome']>();
  /** What became of accepted orders. */
  readonly ends = new Map<number, DecidedOrder['outcome']>();
  /** Orders that were put into a class a second time. */
  readonly toldTwice: number[] = [];

  answered({ seq, outcome }: AnsweredOrder): void {
    if (this.answers.has(seq)) this.toldTwice.push(seq);
    this.answers.set(seq, outcome);
  }

  decided({ seq, outcome }: DecidedOrder): void {
    if (this.ends.has(seq)) this.toldTwice.push(seq);
    this.ends.set(seq, outcome);
  }
}
