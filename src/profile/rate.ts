import type { Unit } from './unit.js';

const form = '\\d+(?:\\.\\d+)?/[smh]';
const parts = /^(\d+(?:\.\d+)?)\/([smh])$/;

/** `50/s`, `600/m`, `10/h` → orders a second; null for anything else. */
export function parseRate(text: string): number | null {
  const [, count, unit] = parts.exec(text) ?? [];
  if (count === undefined || unit === undefined) return null;
  const ratePerSecond = Number(count) / secondsIn(unit);
  return Number.isFinite(ratePerSecond) ? ratePerSecond : null;
}

/** 50 → `50/s`, 1/360 → `10/h`: by the second where that says it exactly, otherwise by the minute or hour. */
export function formatRate(ratePerSecond: number): string {
  const candidates = ['s', 'm', 'h'].map((unit) => `${decimal(ratePerSecond * secondsIn(unit))}/${unit}`);
  const bySecond = `${decimal(ratePerSecond)}/s`;
  return candidates.find((text) => parseRate(text) === ratePerSecond) ?? bySecond;
}

/** Rates in orders a second. */
export const rateUnit: Unit = { noun: 'rate', form, parse: parseRate };

function secondsIn(unit: string): number {
  if (unit === 's') return 1;
  return unit === 'm' ? 60 : 3_600;
}

/** At most six decimals, and never an exponent, which no rate is written with. */
function decimal(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}
