import { z } from 'zod';
import { positiveUsd } from './quantity-field.js';
import { section } from './section.js';
import { skuName, wantedSku } from './sku-field.js';
import { wholeNumber } from './whole-number-field.js';

/** As many as an order mix may have entries. */
const maxSkus = 1_000;
const wantedSkus = `a mapping of 1 to ${maxSkus} SKUs to the highest price of one piece like {psn-tr-100: 5 USD}`;

/** What a run never passes, whatever its schedule says. */
export const limitsSchema = section({
  orders: wholeNumber(1, 1_000_000_000).optional().describe('The schedule ends after this many orders.'),
  spend: positiveUsd('100 USD')
    .optional()
    .describe('Orders whose worst-case price would pass this are dropped and counted, such as 100 USD.'),
  skus: z
    .record(skuName(), positiveUsd('5 USD'), {
      error: ({ code }) => (code === 'invalid_key' ? wantedSku : wantedSkus),
    })
    .refine((skus) => Object.keys(skus).length > 0 && Object.keys(skus).length <= maxSkus, {
      error: wantedSkus,
    })
    .meta({ minProperties: 1, maxProperties: maxSkus })
    .optional()
    .describe(
      'Nothing else may be ordered, and one piece of each may cost at most this: {psn-tr-100: 5 USD}.',
    ),
});
