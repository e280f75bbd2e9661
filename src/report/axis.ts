/** A straight axis of a plot: values from `from` to `to` lie on pixels from `start` to `end`. */
export interface Axis {
  at(value: number): number;
  /** Round values that people read it by, in rising order. */
  readonly ticks: readonly number[];
}

/** With fewer ticks nobody could read a value between them. */
const fewestTicks = 4;

/** Equal ratios at equal distances: for rates and times, which double. `from` and `to` are above zero. */
export function logarithmicAxis(from: number, to: number, start: number, end: number): Axis {
  const span = Math.log(to / from);
  const coarse = roundValues(from, to, [1, 2, 5]);
  return {
    at: (value) => start + (Math.log(value / from) / span) * (end - start),
    ticks: coarse.length < fewestTicks ? roundValues(from, to, [1, 2, 3, 4, 5, 6, 7, 8, 9]) : coarse,
  };
}

/** Equal differences at equal distances, from zero on: for shares. */
export function linearAxis(to: number, start: number, end: number): Axis {
  const step = roundValues(to / 5, to, [1, 2, 5])[0] ?? to;
  const ticks = Array.from({ length: Math.floor(to / step) + 1 }, (_, n) => n * step);
  return { at: (value) => start + (value / to) * (end - start), ticks };
}

/** `digits` times the powers of ten, from the first at least `from` on to the last at most `to`. */
function roundValues(from: number, to: number, digits: readonly number[]): number[] {
  const values: number[] = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to; power += 1) {
    for (const digit of digits) values.push(Number(`${digit}e${power}`));
  }
  return values.filter((value) => value >= from && value <= to);
}
