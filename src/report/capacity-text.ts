import type { CapacityResult, CapacityStep } from '../capacity/capacity-result.js';
import type { StepOutcome } from '../capacity/rate-search.js';
import { formatRate } from '../profile/rate.js';
import { capacityAnswer } from './capacity-answer.js';
import { countedText, countText, percentileText, shareText, spanText } from './figure-text.js';
import { wrapText } from './wrap-text.js';

/** How each outcome is called in tables. */
export const outcomeWords: Readonly<Record<StepOutcome, string>> = {
  held: 'holds',
  broken: 'breaks',
  limited: 'machine',
};

/** The heads of the table of steps. */
export const capacityHeads = ['rate', 'p50', 'p95', 'p99', 'failed', 'refused', 'orders', 'result'] as const;

const widths = [9, 10, 10, 10, 9, 9, 9] as const;

/** The result of a search for people, at most `columns` wide (80 and more): the answer, the curve, and why it ends there. */
export function capacityText(result: CapacityResult, columns: number): string {
  const width = Math.max(columns, 80);
  const { search, steps } = result;
  const facts = [search.profile, search.environment, search.dialect, `${search.arrivals} arrivals`];
  const spentMs = Date.parse(search.endedAt) - Date.parse(search.startedAt);
  const sums = [spanText(spentMs), countedText(steps.length, 'step', 'steps'), `seed ${search.seed}`];
  const rows = byRate(steps).map((step) => row(capacityCells(step)));
  const sections = [
    [...wrapText(`Capacity  ${capacityAnswer(result)}`, width, 2), `  ${[...facts, ...sums].join(' · ')}`],
    rows.length === 0 ? [] : [row(capacityHeads), ...rows],
    reasonLines(steps, width),
    [`Judged by ${search.budgets.join(', ')}`].flatMap((line) => wrapText(line, width, 2)),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** The steps in the order of the curve; those of one rate in the order in which they were measured. */
export function byRate(steps: readonly CapacityStep[]): CapacityStep[] {
  return [...steps].sort((a, b) => a.ratePerSecond - b.ratePerSecond);
}

/** One step as a row of the table, a text for each head. */
export function capacityCells({
  ratePerSecond,
  delivery,
  failureRate,
  refusalRate,
  used,
  outcome,
}: CapacityStep): string[] {
  const n = delivery.count + delivery.undelivered;
  const time = (ms: number | null) => percentileText(ms, delivery.beyondMs, n);
  return [
    formatRate(ratePerSecond),
    time(delivery.p50Ms),
    time(delivery.p95Ms),
    time(delivery.p99Ms),
    failureRate === null ? '–' : shareText(failureRate),
    refusalRate === null ? '–' : shareText(refusalRate),
    countText(used.orders),
    outcomeWords[outcome],
  ];
}

function row(cells: readonly string[]): string {
  return `  ${cells.map((cell, at) => (at < widths.length ? cell.padStart(widths[at] ?? 0) : `  ${cell}`)).join('')}`;
}

/** The steps at rates that never held: what chance broke once, and did not the next time, needs no reason. */
export function stepsThatFailed(steps: readonly CapacityStep[]): CapacityStep[] {
  const held = new Set(steps.filter(({ outcome }) => outcome === 'held').map((step) => step.ratePerSecond));
  return byRate(steps).filter(({ ratePerSecond }) => !held.has(ratePerSecond));
}

/** Why rates do not hold: those next to the answer tell the most, so the lowest come first. */
function reasonLines(steps: readonly CapacityStep[], columns: number): string[] {
  return stepsThatFailed(steps).flatMap(({ ratePerSecond, reasons }) =>
    reasons.flatMap((reason) => wrapText(`  ${formatRate(ratePerSecond).padEnd(9)}${reason}`, columns, 11)),
  );
}
