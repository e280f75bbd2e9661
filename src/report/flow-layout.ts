import type { Ledger } from '../tracker/ledger.js';

/** A class of the ledger as a bar of the flow picture; its height is its share of the planned orders. */
export interface FlowBar {
  readonly name: string;
  readonly count: number;
  /** From 0, the planned orders, to 3, what became of the accepted ones. */
  readonly column: number;
  readonly top: number;
  readonly height: number;
  readonly tone: FlowTone;
}

/** A band from a bar to the bar of a part of it, as thick as the part. */
export interface FlowBand {
  readonly from: FlowBar;
  readonly to: FlowBar;
  /** Where it leaves the bar that it comes from. */
  readonly fromTop: number;
}

export type FlowTone = 'plain' | 'good' | 'bad' | 'unsure';

export interface FlowLayout {
  readonly bars: readonly FlowBar[];
  readonly bands: readonly FlowBand[];
  /** Room that all bars and their names take. */
  readonly height: number;
}

type Part = readonly [name: string, key: Exclude<keyof Ledger, 'balanced'>, tone: FlowTone];

/** What each whole is divided into; the first part is divided further. */
const levels: readonly (readonly Part[])[] = [
  [
    ['sent', 'sent', 'plain'],
    ['dropped', 'dropped', 'bad'],
  ],
  [
    ['accepted', 'accepted', 'plain'],
    ['refused', 'refused', 'bad'],
    ['errored', 'errored', 'bad'],
  ],
  [
    ['delivered', 'delivered', 'good'],
    ['failed', 'failed', 'bad'],
    ['timed out', 'timedOut', 'bad'],
    ['lost', 'lost', 'bad'],
    ['still open', 'open', 'unsure'],
  ],
];

/**
 * Places the classes of a ledger that hold an order: one column for each equation, the parts of a whole beside it. Heights are
 * exact, so the bands that leave a bar are together as thick as the bar. `roomForName` is the least distance of two names.
 */
export function flowLayout(ledger: Ledger, plannedHeight: number, roomForName: number): FlowLayout {
  if (ledger.planned === 0) return { bars: [], bands: [], height: 0 };
  const scale = plannedHeight / ledger.planned;
  const bar = (name: string, count: number, column: number, top: number, tone: FlowTone): FlowBar => ({
    name,
    count,
    column,
    top,
    height: count * scale,
    tone,
  });
  const bars: FlowBar[] = [bar('planned', ledger.planned, 0, 0, 'plain')];
  const bands: FlowBand[] = [];
  let whole = bars[0];
  for (const [index, parts] of levels.entries()) {
    let top = 0;
    let fromTop = whole?.top ?? 0;
    let next: FlowBar | undefined;
    for (const [name, key, tone] of parts) {
      if (ledger[key] === 0 || whole === undefined) continue;
      const part = bar(name, ledger[key], index + 1, top, tone);
      bars.push(part);
      bands.push({ from: whole, to: part, fromTop });
      fromTop += part.height;
      top += Math.max(part.height + roomForName / 4, roomForName);
      if (key === parts[0]?.[1]) next = part;
    }
    whole = next;
  }
  const height = Math.max(...bars.map(({ top, height: own }) => top + Math.max(own, roomForName)));
  return { bars, bands, height };
}
