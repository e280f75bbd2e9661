import { positiveUsd } from './quantity-field.js';
import { section } from './section.js';
import { wholeNumber } from './whole-number-field.js';

/** What a run never passes, whatever its schedule says. */
export const limitsSchema = section({
  orders: wholeNumber(1, 1_000_000_000).optional().describe('The schedule ends after this many orders.'),
  spend: positiveUsd('100 USD')
    .optional()
    .describe('Orders whose worst-case price would pass this are dropped and counted, such as 100 USD.'),
});
