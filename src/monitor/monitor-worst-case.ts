import type { WorstCase } from '../run/production-guard.js';

/** What must be confirmed for real money that is spent for ever: the most of one day. */
export const monitorWorstCase: WorstCase = {
  cents: ({ monitor }) => monitor?.spendPerDayCents ?? null,
  words: 'the most that the monitor may cost a day, monitor.spendPerDay',
  limits: ({ monitor }) => [
    [
      (monitor?.spendPerDayCents ?? null) === null,
      'monitor.spendPerDay is missing; wanted the most that the monitor may cost a day',
    ],
  ],
};
