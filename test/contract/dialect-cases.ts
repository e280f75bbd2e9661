import type { DialectName, ServerOrder } from '../../src/contract/dialect.js';

export const webhookSecret = Buffer.alloc(32, 7);
/** A code that must never show in a message. */
export const secretCode = 'CODE-4711-SECRET';
export const idempotencyKey = '8f14e45f-ceea-467a-9af0-1b2c3d4e5f60';

export const order: ServerOrder = {
  orderId: 'ord_8f2c91',
  state: 'delivered',
  createdAt: '2026-05-18T10:24:00.000Z',
  unitPriceCents: 1999,
  failureReason: null,
  codes: [secretCode, 'CODE-4712'],
  codeType: 'pin',
  changedAt: '2026-05-18T10:24:31.000Z',
};

/** How each dialect writes what the shared cases need; the cases themselves are the same for both. */
export interface DialectCases {
  readonly skuField: string;
  readonly acceptedAnswer: Readonly<Record<string, unknown>>;
  readonly deliveredWebhook: Readonly<Record<string, unknown>>;
  /** Breaks the codes of a delivered webhook: fields to set, the violation, the sentence. */
  readonly brokenCodes: readonly (readonly [Readonly<Record<string, unknown>>, string, string])[];
}

const delivered = { event: 'order.delivered', order_id: 'ord_8f2c91', delivered_at: '2026-05-18T10:24:31Z' };

export const dialectCases: Readonly<Record<DialectName, DialectCases>> = {
  'header-key': {
    skuField: 'sku_id',
    acceptedAnswer: { order_id: 'ord_xyz789', status: 'pending', created_at: '2026-05-18T14:32:00Z' },
    deliveredWebhook: { ...delivered, status: 'delivered', delivery_data: { code: secretCode } },
    brokenCodes: [
      [{ delivery_data: undefined }, 'missing_field', 'the webhook has no delivery_data'],
      [
        { delivery_data: secretCode },
        'wrong_type',
        'delivery_data of the webhook is of type string; wanted an object',
      ],
      [
        { delivery_data: [secretCode] },
        'wrong_type',
        'delivery_data of the webhook is an array; wanted an object',
      ],
      [{ delivery_data: {} }, 'missing_field', 'delivery_data of the webhook has no code'],
      [{ delivery_data: { code: '' } }, 'missing_field', 'delivery_data of the webhook has no code'],
      [
        { delivery_data: { code: [secretCode] } },
        'wrong_type',
        'code of delivery_data of the webhook is an array; wanted a string',
      ],
    ],
  },
  'body-key': {
    skuField: 'sku',
    acceptedAnswer: { order_id: 'ord_xyz789', status: 'reserved', unit_price_usd: 19.99 },
    deliveredWebhook: {
      ...delivered,
      codes: [{ type: 'pin', value: secretCode, redeem_url: 'https://redeem.example/ord_8f2c91' }],
    },
    brokenCodes: [
      [{ codes: undefined }, 'missing_field', 'the webhook has no codes'],
      [{ codes: [] }, 'missing_field', 'the webhook has no codes'],
      [
        { codes: secretCode },
        'wrong_type',
        'codes of the webhook is of type string; wanted an array of objects',
      ],
      [
        { codes: [secretCode] },
        'wrong_type',
        'codes of the webhook is an array with other things in it; wanted an array of objects',
      ],
      [{ codes: [{ type: 'pin' }] }, 'missing_field', 'a code of the webhook has no value'],
      [
        { codes: [{ value: { of: secretCode } }] },
        'wrong_type',
        'value of a code of the webhook is of type object; wanted a string',
      ],
    ],
  },
};
