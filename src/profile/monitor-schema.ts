import { formatDuration } from './duration.js';
import { profileDefaults } from './profile-defaults.js';
import { positiveDuration, positiveUsd } from './quantity-field.js';
import { section } from './section.js';
import { share } from './share-field.js';

/** More orders than ten a second are load, not a look at the service level. */
const shortestIntervalMs = 100;
/** A service level that is looked at less often than once a day is not watched. */
const longestIntervalMs = 86_400_000;
const wantedInterval = `an interval from ${formatDuration(shortestIntervalMs)} to ${formatDuration(longestIntervalMs)} like 30s`;

/** What `foxload monitor` does for ever. */
export const monitorSchema = section({
  every: positiveDuration('30s')
    .refine((everyMs) => everyMs >= shortestIntervalMs && everyMs <= longestIntervalMs, {
      error: wantedInterval,
    })
    .describe('From one order to the next in the mean, such as 30s.'),
  jitter: share()
    .prefault(profileDefaults.monitor.jitter)
    .describe(
      'By how much of it each interval is longer or shorter, drawn evenly: nothing synchronises with it.',
    ),
  spendPerDay: positiveUsd('20 USD')
    .optional()
    .describe('Orders whose worst-case price would pass this within a day (UTC) are dropped and counted.'),
});
