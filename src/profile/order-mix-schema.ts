import { z } from 'zod';
import { profileDefaults } from './profile-defaults.js';
import { section } from './section.js';
import { skuName } from './sku-field.js';
import { wholeNumber } from './whole-number-field.js';

const defaults = profileDefaults.order;
/** More kinds of order than one run can tell anything about. */
const maxEntries = 1_000;
const maxQuantity = 1_000;
const maxWeight = 1_000_000;
const wantedList = `a list of 1 to ${maxEntries} orders like {sku: steam-us-20}`;
const wantedWeight = `a positive number up to ${maxWeight} like 3`;

const entrySchema = section({
  sku: skuName().describe('What is ordered, by the name in the catalogue of the API.'),
  quantity: wholeNumber(1, maxQuantity).prefault(defaults.quantity).describe('How many of it in one order.'),
  weight: z
    .number({ error: wantedWeight })
    .positive({ error: wantedWeight })
    .max(maxWeight, { error: wantedWeight })
    .prefault(defaults.weight)
    .describe('How often, in proportion to the other entries.'),
});

/** What is ordered, and in which mix. */
export const orderMixSchema = z
  .array(entrySchema, { error: wantedList })
  .min(1, { error: wantedList })
  .max(maxEntries, { error: wantedList })
  .describe('What is ordered, drawn at random by weight.');
