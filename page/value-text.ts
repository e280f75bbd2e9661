import type { ChartData } from '../src/report/chart-data.js';

/** A value of a chart as people read it: `12.5/s`, `4,200`, `420 ms`, `1.25 s`. */
export function valueText(value: number, unit: ChartData['unit']): string {
  if (unit === 'ms') return value < 1000 ? `${shortened(value)} ms` : `${shortened(value / 1000)} s`;
  return unit === 'perSecond' ? `${shortened(value)}/s` : shortened(value);
}

/** An instant of the run: `45 s`, `4:05`, `2:00:00`. */
export function instantText(exactSeconds: number): string {
  if (exactSeconds < 120) return `${shortened(exactSeconds)} s`;
  const seconds = Math.round(exactSeconds);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  if (minutes < 60) return `${minutes}:${twoDigits(rest)}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${twoDigits(rest)}`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

/** Three digits that say something, thousands apart. */
function shortened(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}
