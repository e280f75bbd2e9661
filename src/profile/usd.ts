import type { Cents } from '../contract/money.js';
import type { Unit } from './unit.js';

const form = '\\d+(?:\\.\\d{1,2})? USD';
const parts = /^(\d+)(?:\.(\d{1,2}))? USD$/;

/** `100 USD`, `0.50 USD` → cents; null for anything else, and for fractions of a cent. */
export function parseUsd(text: string): Cents | null {
  const [, dollars, fraction = ''] = parts.exec(text) ?? [];
  if (dollars === undefined) return null;
  const cents = Number(dollars) * 100 + Number(fraction.padEnd(2, '0'));
  return Number.isSafeInteger(cents) ? cents : null;
}

/** 10000 → `100 USD`, 50 → `0.50 USD`. */
export function formatCents(cents: Cents): string {
  return `${cents % 100 === 0 ? cents / 100 : (cents / 100).toFixed(2)} USD`;
}

/** Money in cents. */
export const usdUnit: Unit = { noun: 'sum', form, parse: parseUsd };
