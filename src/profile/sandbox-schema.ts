import { z } from 'zod';
import type { ApiInduction, OrderInduction, WebhookInduction } from '../contract/induction.js';
import { profileDefaults } from './profile-defaults.js';
import { anyDuration, positiveDuration, positiveRate, positiveUsd } from './quantity-field.js';
import { section } from './section.js';
import { share, shareSumProblem } from './share-field.js';
import { seedNumber, wholeNumber } from './whole-number-field.js';

const defaults = profileDefaults.sandbox;
const maxSpeed = 100_000;
const wantedSpeed = `a positive number up to ${maxSpeed} like 100`;
/** More suppliers than a simulator of one process can keep busy. */
const maxSuppliers = 100_000;
const wantedSwitch = 'true or false';

const failures: Readonly<Record<OrderInduction, string>> = {
  insufficient_funds: 'Share of orders that the balance does not cover.',
  out_of_stock: 'Share of orders whose SKU is sold out.',
  stock_revoked: 'Share of orders whose stock the supplier takes back after the reservation.',
  supplier_timeout: 'Share of orders that the supplier does not answer within 60 s.',
  payment_3ds_failed: 'Share of orders whose payment fails its 3DS check.',
  invalid_region: 'Share of orders with a buyer in the wrong region.',
  order_timeout: 'Share of orders that fail after 5 min.',
  unlisted_reason: 'Share of orders that fail for a reason that no guide names.',
  payment_unconfirmed:
    'Share of orders whose reservation is released because the payment is never confirmed.',
  stuck_pending: 'Share of orders that stay pending until the order timeout.',
  stuck_reserved: 'Share of orders that stay reserved until the order timeout.',
  stuck_processing: 'Share of orders that stay in processing until the order timeout.',
  refunded: 'Share of orders that are delivered and then refunded by hand.',
};

const webhooks: Readonly<Record<WebhookInduction, string>> = {
  duplicate: 'Share of webhooks that are sent twice, with one id.',
  delay: 'Share of webhooks that are sent late, by webhookDelay.',
  drop: 'Share of webhooks that are never sent.',
  out_of_order: 'Share of orders whose final webhook is followed by one for an earlier state.',
  forged: 'Share of webhooks that a copy with a wrong signature precedes.',
  conflicting: 'Share of orders whose outcome is followed by the opposite one.',
  early: 'Share of orders whose webhook comes before the answer to their create call.',
  malformed_webhook: 'Share of webhooks that a signed but unreadable one precedes.',
};

const api: Readonly<Record<ApiInduction, string>> = {
  error_500: 'Share of create calls that are answered with 500.',
  error_502: 'Share of create calls that are answered with 502.',
  error_503: 'Share of create calls that are answered with 503.',
  error_after_commit: 'Share of create calls that are answered with 500 although the order was made.',
  slow: 'Share of create calls that are answered late, by slowAnswer.',
  reset_before: 'Share of create calls whose connection is reset before the order is made.',
  reset_after: 'Share of create calls whose connection is reset after the order was made.',
  malformed_answer: 'Share of create calls that are answered with 201 and no JSON.',
  forget_key: 'Share of orders whose idempotency key is ignored.',
};

/** The simulator that an embedded target starts. All durations are the real API's; `speed` divides them. */
export const sandboxSchema = section({
  speed: z
    .number({ error: wantedSpeed })
    .positive({ error: wantedSpeed })
    .max(maxSpeed, { error: wantedSpeed })
    .prefault(defaults.speed)
    .describe('How many times faster than the real API. Budgets and deadline are not scaled.'),
  seed: seedNumber().prefault(defaults.seed).describe('Decides the fate of each order.'),
  curve: z
    .enum(['healthy', 'published'])
    .prefault(defaults.curve)
    .describe('Delivery times: exactly the published ones, or three quarters of them.'),
  failures: excludingShares(failures)
    .prefault({})
    .describe('Shares of orders that fail, by cause; together at most 100%.'),
  webhooks: shares(webhooks).prefault({}).describe('Shares of webhooks that go wrong, each drawn by itself.'),
  api: excludingShares(api)
    .prefault({})
    .describe('Shares of create calls that go wrong; together at most 100%.'),
  intermediateWebhooks: z
    .boolean({ error: wantedSwitch })
    .prefault(defaults.intermediateWebhooks)
    .describe('Also send webhooks for the states reserved and processing.'),
  webhookDelay: anyDuration('30s')
    .prefault(defaults.webhookDelay)
    .describe('How late a delayed webhook is, such as 30s.'),
  slowAnswer: anyDuration('5s')
    .prefault(defaults.slowAnswer)
    .describe('How late a slow answer is, such as 5s.'),
  stall: section({
    at: anyDuration('1m').describe('When it begins, from the first order.'),
    for: positiveDuration('30s').describe('How long it lasts.'),
  })
    .optional()
    .describe('A time in which all answers are held.'),
  balance: positiveUsd('1000 USD')
    .prefault(defaults.balance)
    .describe('Money on the account at the start, such as 1000 USD.'),
  rateLimit: positiveRate('100/s').optional().describe('Create calls allowed by one key, such as 100/s.'),
  capacity: section({
    suppliers: wholeNumber(1, maxSuppliers).describe('Orders that can be fulfilled at once.'),
    serviceTime: positiveDuration('200ms').describe('How long each keeps its supplier, in real time.'),
  })
    .optional()
    .describe('How many orders can be fulfilled; speed leaves it alone. {suppliers, serviceTime}.'),
});

/** A section of shares, each drawn by itself. */
function shares<Name extends string>(descriptions: Readonly<Record<Name, string>>) {
  const names = Object.keys(descriptions) as Name[];
  const field = (name: Name) => share().exactOptional().describe(descriptions[name]);
  const shape = Object.fromEntries(names.map((name) => [name, field(name)])) as Record<
    Name,
    ReturnType<typeof field>
  >;
  return section(shape);
}

/** A section of shares of one draw: at most one of them comes true. */
function excludingShares<Name extends string>(descriptions: Readonly<Record<Name, string>>) {
  return shares(descriptions).superRefine((found, context) => {
    const message = shareSumProblem(found);
    if (message !== null) context.addIssue({ code: 'custom', message, input: found });
  });
}
