/**
 * What a sandbox can be asked to do wrong. The body-key guide promises that "every state transition and every failure"
 * can be induced, but not how; so these names, and the three ways to use them (a rate in the profile, a magic SKU, a
 * request header), are our assumption.
 */

/** What becomes of the order. Without one of these it is delivered. */
export const orderInductions = [
  'insufficient_funds',
  'out_of_stock',
  'stock_revoked',
  'supplier_timeout',
  'payment_3ds_failed',
  'invalid_region',
  'order_timeout',
  /** Fails for a reason that no guide names. */
  'unlisted_reason',
  /** The payment is never confirmed: the reservation is released when its hold ends. */
  'payment_unconfirmed',
  /** Stays pending, reserved or processing until the order timeout fails it. */
  'stuck_pending',
  'stuck_reserved',
  'stuck_processing',
  /** Delivered, then refunded by hand. */
  'refunded',
] as const;
export type OrderInduction = (typeof orderInductions)[number];

/** What goes wrong with the webhook. */
export const webhookInductions = [
  /** The same webhook twice, with one id. */
  'duplicate',
  /** Sent late by `webhookDelay`. */
  'delay',
  /** Never sent. */
  'drop',
  /** A webhook for an earlier state follows the final one. */
  'out_of_order',
  /** A copy with a wrong signature comes first. */
  'forged',
  /** A second, opposite outcome follows the first. */
  'conflicting',
  /** The order is delivered, and its webhook sent, before the create call is answered. */
  'early',
  /** A signed body that is not what the guides describe comes first. */
  'malformed_webhook',
] as const;
export type WebhookInduction = (typeof webhookInductions)[number];

/** What goes wrong with the create call. */
export const apiInductions = [
  'error_500',
  'error_502',
  'error_503',
  /** 500 although the order was committed. */
  'error_after_commit',
  /** Answered late by `slowAnswer`. */
  'slow',
  /** The connection is reset before, or after, the order was committed. */
  'reset_before',
  'reset_after',
  /** 201 with a body that is not JSON. */
  'malformed_answer',
  /** The idempotency key is ignored: a repeated call makes a second order. */
  'forget_key',
] as const;
export type ApiInduction = (typeof apiInductions)[number];

export type Induction = OrderInduction | WebhookInduction | ApiInduction;

/** The request header that induces: a comma-separated list of names. */
export const inductionHeader = 'x-sandbox-induce';

/** The magic SKU that induces `name`: `sandbox-supplier-timeout` for `supplier_timeout`. */
export function magicSku(name: string): string {
  return `sandbox-${name.replaceAll('_', '-')}`;
}
