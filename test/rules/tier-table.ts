import { formatDuration } from '../../src/profile/duration.js';
import type { Objective } from '../../src/profile/objective.js';
import { formatShare } from '../../src/profile/share.js';
import { type BurnTier, burnTiers } from '../../src/rules/burn-tiers.js';

/** The table of docs/decisions/alert-rules.md: one line for each pair of windows of these objectives. */
export function tierTable(objectives: readonly Objective[]): string[] {
  return objectives.flatMap((objective) =>
    burnTiers(objective).tiers.map((tier) => `| ${cells(objective, tier).join(' | ')} |`),
  );
}

function cells({ text }: Objective, tier: BurnTier): string[] {
  const { severity, longMs, shortMs, factor, badRatio, budgetShare, leastEvents, outageDetectionMs } = tier;
  return [
    text,
    severity,
    `${formatDuration(longMs)}, ${formatDuration(shortMs)}`,
    `${factor}`,
    formatShare(badRatio),
    formatShare(Number(budgetShare.toPrecision(3))),
    leastEvents.toLocaleString('en'),
    formatDuration(Math.round(outageDetectionMs / 1000) * 1000),
  ];
}
