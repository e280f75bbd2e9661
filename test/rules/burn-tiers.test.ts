import { describe, expect, it } from 'vitest';
import { parseObjective } from '../../src/profile/objective.js';
import { burnTiers } from '../../src/rules/burn-tiers.js';

const minuteMs = 60_000;

function told(text: string) {
  return burnTiers(parseObjective(text)).tiers.map(
    ({ severity, longMs, shortMs, factor, badRatio }) =>
      `${severity} ${longMs / minuteMs}m ${shortMs / minuteMs}m ${factor}x ${badRatio}`,
  );
}

describe('burnTiers', () => {
  it('has the workbook’s own factors for 99.9 % over 30 days', () => {
    expect(told('success for 99.9% over 30d')).toEqual([
      'page 60m 5m 14.4x 0.0144',
      'page 360m 30m 6x 0.006',
      'ticket 1440m 120m 3x 0.003',
      'ticket 4320m 360m 1x 0.001',
    ]);
  });

  it('has factors of a week that 95 % can reach', () => {
    expect(told('delivery within 45s for 95% over 7d')).toEqual([
      'page 60m 5m 3.36x 0.168',
      'page 360m 30m 1.4x 0.07',
      'ticket 1440m 120m 1x 0.05',
    ]);
  });

  it('wakes nobody for a median', () => {
    expect(told('delivery within 12s for 50% over 7d')).toEqual([
      'ticket 360m 30m 1.4x 0.7',
      'ticket 1440m 120m 1x 0.5',
    ]);
  });

  it('refuses factors that even an outage could not pass, and says why', () => {
    const { tiers, refused } = burnTiers(parseObjective('success for 90% over 30d'));
    expect(tiers.map(({ factor }) => factor)).toEqual([6, 3, 1]);
    expect(refused).toEqual([
      {
        longMs: 60 * minuteMs,
        factor: 14.4,
        why: 'the highest possible burn is 10, when every order is bad',
      },
    ]);
  });

  it('asks more of short periods than their formula, so that an hour of one day can still be told', () => {
    expect(told('success for 99% over 1d')).toEqual(['page 60m 5m 2x 0.02', 'page 360m 30m 1.2x 0.012']);
  });

  it('gives every objective of 80 % and more at least one tier, and none that an outage can’t pass', () => {
    for (const share of ['80%', '95%', '99%', '99.99%']) {
      for (const days of [1, 2, 3, 7, 14, 28, 30, 90]) {
        const { tiers } = burnTiers(parseObjective(`success for ${share} over ${days}d`));
        const passed = tiers.filter(({ badRatio }) => badRatio < 1);
        expect(passed.length, `${share} over ${days}d`).toBe(tiers.length);
        expect(tiers.length, `${share} over ${days}d`).toBeGreaterThan(0);
      }
    }
  });

  it('tells how long a total outage takes to be seen', () => {
    const detectionS = (text: string) =>
      burnTiers(parseObjective(text)).tiers.map(({ outageDetectionMs }) => outageDetectionMs / 1000);
    expect(detectionS('delivery within 45s for 95% over 7d')).toEqual([604.8, 1512, 4320]);
    expect(detectionS('delivery within 90s for 99% over 30d')).toEqual([518.4, 1296, 2592, 2592]);
  });

  it('tells what part of the budget is gone when a burn lasted for its window', () => {
    const shares = burnTiers(parseObjective('delivery within 45s for 95% over 7d')).tiers.map(
      ({ budgetShare }) => budgetShare,
    );
    expect(shares).toEqual([0.02, 0.05, 0.1428571429]);
  });
});
