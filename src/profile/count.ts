import type { Unit } from './unit.js';

const form = '\\d+';
const whole = /^\d+$/;

/** `0`, `12` → the number; null for anything that is no whole number. */
export function parseCount(text: string): number | null {
  const count = whole.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
}

/** Plain whole numbers. */
export const countUnit: Unit = { noun: 'whole number', form, parse: parseCount };
