import type { Unit } from './unit.js';

const msPer = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Either one number with one unit, or several whole units from large to small. */
const form = '(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d)|(?=\\d)(?:\\d+d)?(?:\\d+h)?(?:\\d+m)?(?:\\d+(?:\\.\\d+)?s)?)';
const whole = new RegExp(`^${form}$`);

/** `250ms`, `30s`, `1.5h`, `1h30m`, `30d` → milliseconds, to the whole microsecond; null for anything else. */
export function parseDuration(text: string): number | null {
  if (!whole.test(text)) return null;
  let durationMs = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)(ms|s|m|h|d)/g)) {
    durationMs += Number(count) * msPerUnit(unit);
  }
  const durationUs = Math.round(durationMs * 1_000);
  return Number.isSafeInteger(durationUs) ? durationUs / 1_000 : null;
}

/** 120 → `120ms`, 90000 → `1m30s`: rounded to the microsecond, and read back to the same value by `parseDuration`. */
export function formatDuration(durationMs: number): string {
  const durationUs = Math.round(durationMs * 1_000);
  if (durationUs < 1_000_000) return `${durationUs / 1_000}ms`;
  const minutes = Math.floor(durationUs / 60_000_000);
  const parts = [
    [Math.floor(minutes / 1_440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'm'],
    [(durationUs % 60_000_000) / 1_000_000, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
}

/** Durations in milliseconds. */
export const durationUnit: Unit = { noun: 'duration', form, parse: parseDuration };

function msPerUnit(unit: string | undefined): number {
  return unit === 'ms' || unit === 's' || unit === 'm' || unit === 'h' || unit === 'd'
    ? msPer[unit]
    : Number.NaN;
}
