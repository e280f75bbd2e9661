import { profileDefaults } from './profile-defaults.js';
import { positiveDuration } from './quantity-field.js';
import { section } from './section.js';
import { share } from './share-field.js';
import { wholeNumber } from './whole-number-field.js';

/** When a run sends no further orders, long before its schedule ends. Each rule is off unless it is given. */
export const abortSchema = section({
  errorRate: share()
    .optional()
    .describe('Stop when a larger share of the answered orders was refused or errored, such as 5%.'),
  failureRate: share()
    .optional()
    .describe('Stop when a larger share of the decided orders failed, such as 20%.'),
  webhookSilence: positiveDuration('60s')
    .optional()
    .describe('Stop when orders are open and no webhook came for longer than this, such as 60s.'),
  p99: positiveDuration('3m')
    .optional()
    .describe('Stop when the p99 of the last minute, undelivered orders counted as late, is above this.'),
  loopDelay: positiveDuration('200ms')
    .optional()
    .describe('Stop when foxload itself was held up for longer than this, such as 200ms.'),
  after: wholeNumber(1, 1_000_000)
    .prefault(profileDefaults.abort.after)
    .describe('So many answered or decided orders have to be there before a rate or p99 counts.'),
});
