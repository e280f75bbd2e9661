/** A time as people read it, in at most eight characters: `0.42 ms`, `91.3 ms`, `12.4 s`, `4m05s`, `2h00m`. */
export function timeText(ms: number): string {
  if (ms < 0.995) return `${ms.toFixed(2)} ms`;
  if (ms < 99.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  if (ms < 9_995) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 99_950) return `${(ms / 1_000).toFixed(1)} s`;
  return spanText(ms);
}

/** A span in whole seconds: `9s`, `4m05s`, and without the seconds from an hour on: `2h00m`. */
export function spanText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds}s`;
  if (minutes < 60) return `${minutes}m${twoDigits(seconds % 60)}s`;
  return `${Math.floor(minutes / 60)}h${twoDigits(minutes % 60)}m`;
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}

/** A percentile that may lie beyond the deadline, or not exist. */
export function percentileText(
  ms: number | null,
  beyondMs: number | undefined,
  observations: number,
): string {
  if (ms !== null) return timeText(ms);
  return observations > 0 && beyondMs !== undefined ? `> ${timeText(beyondMs)}` : '–';
}

/** A ratio as a percentage: `0.12 %`. */
export function shareText(ratio: number): string {
  const percent = ratio * 100;
  return `${percent.toFixed(percent >= 9.995 || percent === 0 ? 1 : 2)} %`;
}

/** A count with thousands apart: `12,345`. */
export function countText(count: number): string {
  return thousandsApart(String(count));
}

/** Node's own formats would have to be loaded first, which delays a run's first order by more than reading its profile. */
function thousandsApart(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** How many of what: `1 order`, `2 orders`, `1,200 orders`. */
export function countedText(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A count for where there is little room: exact below ten thousand, then `12.3k`, `1.23M`. */
export function shortCountText(count: number): string {
  if (count < 10_000) return countText(Math.round(count));
  return count < 999_950 ? `${(count / 1e3).toFixed(1)}k` : `${(count / 1e6).toFixed(2)}M`;
}

/** Money: `12.50 USD`. */
export function usdText(usd: number): string {
  return `${thousandsApart(usd.toFixed(2))} USD`;
}
