/** A time as people read it, in at most eight characters: `0.42 ms`, `91.3 ms`, `12.4 s`, `4 min 5 s`. */
export function timeText(ms: number): string {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 100) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${ms.toFixed(0)} ms`;
  if (ms < 100_000) return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
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
  return `${percent.toFixed(percent >= 10 || percent === 0 ? 1 : 2)} %`;
}

/** A count with thousands apart: `12,345`. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** Money: `12.50 USD`. */
export function usdText(usd: number): string {
  return `${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} USD`;
}
