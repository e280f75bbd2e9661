import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/profile/objective.js';
import { burnTiers } from '../../src/rules/burn-tiers.js';
import { leastOutage, outageWindowsMs } from '../../src/rules/outage-alerts.js';
import { shippedDeclaration } from './shipped-declaration.js';
import { tierTable } from './tier-table.js';

const page = readFileSync(new URL('../../docs/decisions/alert-rules.md', import.meta.url), 'utf8');

/** For each objective with its windows: whether orders at this distance are enough for the alert. */
function enough(everyMinutes: number): string[] {
  return shippedDeclaration().objectives.flatMap((objective) =>
    burnTiers(objective)
      .tiers.filter(({ longMs, leastEvents }) => longMs / 60_000 / everyMinutes >= leastEvents)
      .map(({ longMs }) => `${objective.ratio} ${longMs / 3_600_000}h`),
  );
}

describe('the page on the alert rules', () => {
  it('has the windows, factors and times of the shipped objectives', () => {
    const lines = tierTable(shippedDeclaration().objectives);
    const told = page.split('\n').filter((line) => /^\| (delivery|success) .*over \d+d \|/.test(line));
    expect(told, `wanted in docs/decisions/alert-rules.md:\n${lines.join('\n')}`).toEqual(lines);
  });

  it('tells which alerts can fire at which rate of orders', () => {
    const all = enough(0.5);
    expect(all).toHaveLength(12);
    expect(all.filter((alert) => !enough(2).includes(alert))).toEqual(['0.99 72h']);
    expect(enough(5)).toEqual(['0.5 6h', '0.5 24h', '0.99 6h', '0.99 24h']);
    expect(enough(15)).toEqual(['0.5 6h', '0.5 24h']);
  });

  it('tells the windows of an outage', () => {
    expect(outageWindowsMs).toEqual([300_000, 1_800_000, 5_400_000]);
    const least = ['90%', '95%', '99%', '50%'].map((share) =>
      leastOutage(parseObjective(`success for ${share} over 7d`)),
    );
    expect(least).toEqual([3, 3, 3, 10]);
    expect(page).toContain(
      'at least three bad ones (ten for a median), in five minutes, in half an hour or in an hour and a half',
    );
  });
});
