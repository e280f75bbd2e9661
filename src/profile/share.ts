import type { Unit } from './unit.js';

const form = '(?:(?:\\d{1,2}(?:\\.\\d+)?|100(?:\\.0+)?)%|0(?:\\.\\d+)?|1(?:\\.0+)?)';
const whole = new RegExp(`^${form}$`);

/** `1%`, `0.1%`, `0.01` → a ratio from 0 to 1; null for anything else, and for more than the whole. */
export function parseShare(text: string): number | null {
  if (!whole.test(text)) return null;
  // The decimal point is moved as text: 0.7 / 100 is not the number nearest to 0.007.
  return Number(text.endsWith('%') ? `${text.slice(0, -1)}e-2` : text);
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
