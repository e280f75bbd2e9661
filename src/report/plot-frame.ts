import { formatRate } from '../profile/rate.js';
import type { Axis } from './axis.js';

/** The measures of the plots of a search, in the units of their SVG: one below the other, over the same rates. */
export const plotSize = {
  width: 900,
  left: 70,
  right: 60,
  top: 24,
  times: 360,
  gap: 40,
  shares: 130,
  bottom: 30,
} as const;

/** Tenths of a pixel are enough for anybody. */
export function px(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Horizontal lines with what they stand for, and the name of the plot above them. */
export function valueGrid(axis: Axis, text: (value: number) => string, name: string, top: number): string[] {
  const { left, right, width } = plotSize;
  const ticks = axis.ticks.map((value) => {
    const y = px(axis.at(value));
    return (
      `<path class="grid" d="M${left} ${y}H${width - right}"/>` +
      `<text class="tick" x="${left - 8}" y="${y}" dy=".32em" text-anchor="end">${text(value)}</text>`
    );
  });
  return [...ticks, `<text class="tick" x="${left}" y="${top - 8}">${name}</text>`];
}

/** Vertical lines through all plots, with their rates below. */
export function rateGrid(rates: Axis, bottom: number): string[] {
  return rates.ticks.map((rate) => {
    const x = px(rates.at(rate));
    return (
      `<path class="grid" d="M${x} ${plotSize.top}V${bottom}"/>` +
      `<text class="tick" x="${x}" y="${bottom + 18}" text-anchor="middle">${formatRate(rate)}</text>`
    );
  });
}
