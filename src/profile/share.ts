import type { Unit } from './unit.js';

const form = '\\d+(?:\\.\\d+)?%?';
const parts = /^(\d+(?:\.\d+)?)(%?)$/;

/** `1%`, `0.1%`, `0.01` → a ratio from 0 to 1; null for anything else, and for more than the whole. */
export function parseShare(text: string): number | null {
  const [, count, percent] = parts.exec(text) ?? [];
  if (count === undefined) return null;
  // The decimal point is moved as text: 0.7 / 100 is not the number nearest to 0.007.
  const ratio = Number(percent === '%' ? `${count}e-2` : count);
  return ratio <= 1 ? ratio : null;
}

/** 0.001 → `0.1%`, to ten significant digits. */
export function formatShare(ratio: number): string {
  const text = (ratio * 100).toPrecision(10);
  // Exponents come only below a ten-millionth of a per cent.
  return `${
    text.includes('e')
      ? Number(text)
          .toFixed(12)
          .replace(/\.?0+$/, '')
      : Number(text)
  }%`;
}

/** Shares as ratios from 0 to 1. */
export const shareUnit: Unit = { noun: 'share', form, parse: parseShare };
