import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCode } from '../../src/contract/code-cipher.js';
import { ContractError } from '../../src/contract/contract-error.js';
import { dialectNames, type OrderNews } from '../../src/contract/dialect.js';
import { dialects } from '../../src/contract/dialects.js';
import { maxBodyBytes } from '../../src/contract/endpoints.js';
import { failureReasons } from '../../src/contract/failure-reason.js';
import { orderStates } from '../../src/contract/order-state.js';
import { dialectCases, idempotencyKey, order, secretCode, webhookSecret } from './dialect-cases.js';

/** The violation and its sentence; anything but a ContractError fails the test. */
function breach(read: () => unknown): readonly [string, string] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    expect(error.message).toBe(error.explanation);
    return [error.violation, error.explanation];
  }
  throw new Error('the contract was not broken');
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The codes in the clear, sealed ones opened. */
function clearCodes({ codes, orderId }: OrderNews): unknown[] {
  return codes.map(({ value, sealed }) =>
    sealed ? openCode(webhookSecret, orderId, value) : { code: value },
  );
}

describe.each(dialectNames)('the %s dialect', (name) => {
  const dialect = dialects[name];
  const { skuField, acceptedAnswer, deliveredWebhook, brokenCodes } = dialectCases[name];

  it('has its own name', () => {
    expect(dialect.name).toBe(name);
  });

  describe('create', () => {
    it('is read by the server as the client wrote it', () => {
      const command = { sku: 'xbox-ar-game-pass', quantity: 3, idempotencyKey };
      const { headers, body } = dialect.encodeCreate(command);
      expect(dialect.readCreate(headers, Buffer.from(body))).toEqual(command);
    });

    it.each([0, -1, 1.5, 101])('with quantity %d is an invalid request', (quantity) => {
      const { headers, body } = dialect.encodeCreate({ sku: 'a', quantity, idempotencyKey });
      expect(dialect.readCreate(headers, Buffer.from(body))).toEqual({
        error: 'invalid_request',
        message: `quantity is ${quantity}; wanted 1 to 100`,
      });
    });

    it('with a key that is no UUID of version 4 is refused by name', () => {
      const { headers, body } = dialect.encodeCreate({ sku: 'a', quantity: 1, idempotencyKey: 'order-17' });
      expect(dialect.readCreate(headers, Buffer.from(body))).toEqual({
        error: 'invalid_idempotency_key',
        message: 'the idempotency key is not a UUID of version 4',
      });
    });

    it('without a SKU, or with something else than JSON, is an invalid request that says so', () => {
      const { headers } = dialect.encodeCreate({ sku: 'a', quantity: 1, idempotencyKey });
      expect(dialect.readCreate(headers, json({ quantity: 1, idempotency_key: idempotencyKey }))).toEqual({
        error: 'invalid_request',
        message: `the request has no ${skuField}`,
      });
      expect(dialect.readCreate(headers, Buffer.from('sku=a'))).toEqual({
        error: 'invalid_request',
        message: 'the request is not JSON (5 bytes)',
      });
    });

    it('larger than 64 KiB is refused as too large', () => {
      const body = json({
        [skuField]: 'x'.repeat(maxBodyBytes),
        quantity: 1,
        idempotency_key: idempotencyKey,
      });
      expect(dialect.readCreate({}, body)).toMatchObject({ error: 'payload_too_large' });
    });
  });

  describe('answer', () => {
    it('is read by the client as the server wrote it', () => {
      const body = Buffer.from(dialect.encodeCreateAnswer(order));
      expect(dialect.readCreateAnswer(201, body)).toEqual({
        kind: 'accepted',
        orderId: order.orderId,
        state: dialect.firstState,
      });
    });

    it.each([200, 201, 202, 299])('of status %d with an order is accepted', (status) => {
      expect(dialect.readCreateAnswer(status, json(acceptedAnswer))).toMatchObject({
        kind: 'accepted',
        orderId: 'ord_xyz789',
      });
    });

    it.each([
      [{ order_id: undefined }, 'missing_field', 'the answer has no order_id'],
      [{ order_id: null }, 'missing_field', 'the answer has no order_id'],
      [{ order_id: '' }, 'missing_field', 'the answer has no order_id'],
      [{ order_id: 17 }, 'wrong_type', 'order_id of the answer is of type number; wanted a string'],
      [
        { order_id: 'ord \u{1f600}' },
        'wrong_type',
        'order_id of the answer is not 1 to 255 printable ASCII characters',
      ],
      [
        { order_id: 'o'.repeat(256) },
        'wrong_type',
        'order_id of the answer is not 1 to 255 printable ASCII characters',
      ],
      [{ status: undefined }, 'missing_field', 'the answer has no status'],
      [{ status: 1 }, 'wrong_type', 'status of the answer is of type number; wanted a string'],
      [{ status: 'shipped' }, 'unknown_state', 'status of the answer is "shipped", which is no order state'],
      [
        { status: 'toString' },
        'unknown_state',
        'status of the answer is "toString", which is no order state',
      ],
    ])('with %j breaks the contract', (fields, violation, sentence) => {
      expect(breach(() => dialect.readCreateAnswer(201, json({ ...acceptedAnswer, ...fields })))).toEqual([
        violation,
        sentence,
      ]);
    });

    it.each([
      ['not JSON', Buffer.from('<html>'), 'not_json', 'the answer is not JSON (6 bytes)'],
      ['empty', Buffer.alloc(0), 'not_json', 'the answer is not JSON (0 bytes)'],
      ['an array', json([acceptedAnswer]), 'wrong_type', 'the answer is an array; wanted a JSON object'],
      ['null', json(null), 'wrong_type', 'the answer is null; wanted a JSON object'],
      ['a string', json('ok'), 'wrong_type', 'the answer is of type string; wanted a JSON object'],
      [
        'too large',
        Buffer.alloc(maxBodyBytes + 1, 32),
        'too_large',
        'the answer has 65537 bytes; at most 65536 are read',
      ],
    ])('that is %s breaks the contract', (_, body, violation, sentence) => {
      expect(breach(() => dialect.readCreateAnswer(201, body))).toEqual([violation, sentence]);
    });

    it.each([302, 304])('of status %d breaks the contract', (status) => {
      expect(breach(() => dialect.readCreateAnswer(status, Buffer.alloc(0)))).toEqual([
        'unexpected_status',
        `the create call was answered with status ${status}`,
      ]);
    });

    it.each([
      [402, { error: 'insufficient_funds' }, { kind: 'refused', reason: 'insufficient_funds' }],
      [409, { error: 'out_of_stock' }, { kind: 'refused', reason: 'out_of_stock' }],
      [409, { error: 'idempotency_in_progress' }, { kind: 'conflict' }],
      [409, { error: 'some_other_conflict' }, { kind: 'refused', reason: 'other' }],
      [422, { error: 'idempotency_mismatch' }, { kind: 'mismatch' }],
      [422, { error: 'something_else' }, { kind: 'refused', reason: 'client_error' }],
      [429, { error: 'rate_limited' }, { kind: 'refused', reason: 'rate_limited' }],
      [400, { error: 'invalid_request' }, { kind: 'refused', reason: 'client_error' }],
      [401, { error: 'unauthorized' }, { kind: 'refused', reason: 'client_error' }],
      [404, { error: 'unknown_sku' }, { kind: 'refused', reason: 'client_error' }],
      [409, { error: 17 }, { kind: 'refused', reason: 'other' }],
    ])('of status %d with %j is read as what it means', (status, body, answer) => {
      expect(dialect.readCreateAnswer(status, json(body))).toEqual(answer);
    });

    it.each([
      [402, 'insufficient_funds'],
      [403, 'client_error'],
      [409, 'other'],
      [413, 'client_error'],
      [429, 'rate_limited'],
    ])("of status %d with a proxy's page instead of JSON is judged by its status", (status, reason) => {
      const page = Buffer.from('<html><body>Denied</body></html>');
      expect(dialect.readCreateAnswer(status, page)).toEqual({ kind: 'refused', reason });
    });
  });

  describe('webhook', () => {
    it('of a delivery brings every code', () => {
      const body = dialect.encodeWebhook(order, webhookSecret);
      const news = dialect.readWebhook(Buffer.from(body));
      expect(news).toMatchObject({
        orderId: 'ord_8f2c91',
        state: 'delivered',
        reason: null,
        unlistedReason: null,
      });
      expect(clearCodes(news)).toEqual([{ code: secretCode }, { code: 'CODE-4712' }]);
    });

    it.each(failureReasons)('of a failure for %s brings the reason', (failureReason) => {
      const body = dialect.encodeWebhook({ ...order, state: 'failed', failureReason }, webhookSecret);
      expect(dialect.readWebhook(Buffer.from(body))).toEqual({
        orderId: 'ord_8f2c91',
        state: 'failed',
        reason: failureReason,
        unlistedReason: null,
        codes: [],
        toldAtMs: Date.parse(order.changedAt),
      });
    });

    it.each(['pending', 'reserved', 'processing', 'refunded'] as const)('announces the state %s', (state) => {
      const body = dialect.encodeWebhook({ ...order, state }, webhookSecret);
      expect(dialect.readWebhook(Buffer.from(body))).toEqual({
        orderId: 'ord_8f2c91',
        state,
        reason: null,
        unlistedReason: null,
        codes: [],
        toldAtMs: null,
      });
    });

    it('of a delivery tells its own time, where it is a date with a time zone', () => {
      const told = (deliveredAt: unknown) =>
        dialect.readWebhook(json({ ...deliveredWebhook, delivered_at: deliveredAt })).toldAtMs;
      expect(told('2026-11-22T05:30:00.250Z')).toBe(Date.UTC(2026, 10, 22, 5, 30, 0, 250));
      expect(told('2026-11-22T11:00:00+05:30')).toBe(Date.UTC(2026, 10, 22, 5, 30));
      for (const illegible of [
        undefined,
        null,
        7,
        '',
        '1',
        '2026-11-22',
        '2026-11-22T05:30:00',
        '2026-99-22T05:30:00Z',
      ])
        expect([illegible, told(illegible)]).toEqual([illegible, null]);
    });

    it('is read as the guide shows it', () => {
      expect(dialect.readWebhook(json(deliveredWebhook))).toMatchObject({
        orderId: 'ord_8f2c91',
        state: 'delivered',
        codes: [{ value: secretCode, sealed: name === 'body-key' }],
      });
    });

    it('with a reason that no guide names keeps it, counts it as other and cuts it at 100 characters', () => {
      const failed = { event: 'order.failed', order_id: 'ord_1' };
      const read = (reason: string) => dialect.readWebhook(json({ ...failed, failure_reason: reason }));
      expect(read('cosmic_rays')).toMatchObject({ reason: 'other', unlistedReason: 'cosmic_rays' });
      expect(read('hasOwnProperty')).toMatchObject({ reason: 'other', unlistedReason: 'hasOwnProperty' });
      expect(read('other')).toMatchObject({ reason: 'other', unlistedReason: null });
      expect(read('x'.repeat(5000)).unlistedReason).toBe('x'.repeat(100));
    });

    it.each([
      [{ event: undefined }, 'missing_field', 'the webhook has no event'],
      [{ event: 5 }, 'wrong_type', 'event of the webhook is of type number; wanted a string'],
      [
        { event: 'order.shipped' },
        'unknown_event',
        'event of the webhook is "order.shipped"; wanted order.<state>',
      ],
      [{ event: 'delivered' }, 'unknown_event', 'event of the webhook is "delivered"; wanted order.<state>'],
      [{ order_id: undefined }, 'missing_field', 'the webhook has no order_id'],
      [{ order_id: {} }, 'wrong_type', 'order_id of the webhook is of type object; wanted a string'],
      [
        { order_id: '\ud800' },
        'wrong_type',
        'order_id of the webhook is not 1 to 255 printable ASCII characters',
      ],
      [{ event: 'order.failed', status: undefined }, 'missing_field', 'the webhook has no failure_reason'],
      [
        { event: 'order.failed', status: undefined, failure_reason: ['x'] },
        'wrong_type',
        'failure_reason of the webhook is an array; wanted a string',
      ],
      [
        { event: 'order.processing', status: 'delivered' },
        'contradiction',
        "the webhook's event says processing, its status something else",
      ],
    ])('with %j breaks the contract', (fields, violation, sentence) => {
      expect(breach(() => dialect.readWebhook(json({ ...deliveredWebhook, ...fields })))).toEqual([
        violation,
        sentence,
      ]);
    });

    it.each(brokenCodes)(
      'with %j breaks the contract without showing the code',
      (fields, violation, sentence) => {
        const broken = breach(() => dialect.readWebhook(json({ ...deliveredWebhook, ...fields })));
        expect(broken).toEqual([violation, sentence]);
        expect(broken.join()).not.toContain(secretCode);
      },
    );

    it('that is cut off in the middle of a code is not JSON, and does not show the code', () => {
      const body = json(deliveredWebhook);
      const cut = body.subarray(0, body.indexOf(secretCode) + secretCode.length);
      expect(breach(() => dialect.readWebhook(cut))).toEqual([
        'not_json',
        `the webhook is not JSON (${cut.length} bytes)`,
      ]);
    });

    it('larger than 64 KiB is not read', () => {
      const body = json({ ...deliveredWebhook, padding: 'x'.repeat(maxBodyBytes) });
      expect(breach(() => dialect.readWebhook(body))[0]).toBe('too_large');
    });

    it('of any JSON is read or breaks the contract, and nothing else is thrown', () => {
      const fields = fc.record(
        {
          event: fc.oneof(fc.constantFrom(...orderStates.map((state) => `order.${state}`)), fc.jsonValue()),
          order_id: fc.oneof(fc.constant('ord_1'), fc.jsonValue()),
          status: fc.jsonValue(),
          failure_reason: fc.jsonValue(),
          delivery_data: fc.oneof(fc.record({ code: fc.jsonValue() }), fc.jsonValue()),
          codes: fc.oneof(fc.array(fc.record({ value: fc.jsonValue() })), fc.jsonValue()),
        },
        { requiredKeys: [] },
      );
      fc.assert(
        fc.property(fc.oneof(fields, fc.jsonValue()), (value) => {
          for (const read of [dialect.readWebhook, dialect.readStatus]) {
            try {
              expect(orderStates).toContain(read(json(value)).state);
            } catch (error) {
              expect(error).toBeInstanceOf(ContractError);
            }
          }
        }),
        { seed: 11, numRuns: 2000 },
      );
    });
  });

  describe('status', () => {
    it.each(orderStates)('%s is read by the client as the server wrote it', (state) => {
      const failureReason = state === 'failed' ? 'stock_revoked' : null;
      const body = Buffer.from(dialect.encodeStatus({ ...order, state, failureReason }, webhookSecret));
      const news = dialect.readStatus(body);
      expect(news).toMatchObject({ orderId: 'ord_8f2c91', state, reason: failureReason });
      // What was delivered is of no interest when only the state is asked for.
      expect(news.codes).toEqual([]);
    });

    it.each([
      [
        { order_id: 'ord_1', status: 'lost' },
        'unknown_state',
        'status of the status is "lost", which is no order state',
      ],
      [{ order_id: 'ord_1' }, 'missing_field', 'the status has no status'],
      [{ status: 'pending' }, 'missing_field', 'the status has no order_id'],
      [{ order_id: 'ord_1', status: 'failed' }, 'missing_field', 'the status has no failure_reason'],
    ])('%j breaks the contract', (status, violation, sentence) => {
      expect(breach(() => dialect.readStatus(json(status)))).toEqual([violation, sentence]);
    });
  });
});

describe('where the dialects differ', () => {
  const { 'header-key': headerKey, 'body-key': bodyKey } = dialects;
  const command = { sku: 'psn-tr-100', quantity: 2, idempotencyKey };

  it('header-key carries the key in a header, and allows a call without one', () => {
    expect(headerKey.encodeCreate(command)).toEqual({
      headers: { 'idempotency-key': idempotencyKey },
      body: '{"sku_id":"psn-tr-100","quantity":2}',
    });
    const keyless = headerKey.encodeCreate({ ...command, idempotencyKey: null });
    expect(keyless.headers).toEqual({});
    expect(headerKey.readCreate({}, Buffer.from(keyless.body))).toEqual({ ...command, idempotencyKey: null });
  });

  it('header-key refuses a key that was sent twice, joined by the server or not', () => {
    const body = Buffer.from(headerKey.encodeCreate(command).body);
    const twice = `${idempotencyKey}, ${idempotencyKey}`;
    for (const header of [twice, [idempotencyKey, idempotencyKey]]) {
      // Node's own headers are never an array here, but other servers' are.
      const headers = { 'idempotency-key': header } as Record<string, string>;
      expect(headerKey.readCreate(headers, body)).toMatchObject({ error: 'invalid_idempotency_key' });
    }
  });

  it('body-key carries the key in the body, and needs it', () => {
    expect(bodyKey.encodeCreate(command)).toEqual({
      headers: {},
      body: `{"sku":"psn-tr-100","quantity":2,"idempotency_key":"${idempotencyKey}"}`,
    });
    expect(bodyKey.readCreate({}, json({ sku: 'psn-tr-100', quantity: 2 }))).toEqual({
      error: 'invalid_request',
      message: 'the request has no idempotency_key',
    });
  });

  it('body-key needs the locked price in its answer', () => {
    const answer = { order_id: 'ord_1', status: 'reserved' };
    expect(breach(() => bodyKey.readCreateAnswer(201, json(answer)))).toEqual([
      'missing_field',
      'the answer has no unit_price_usd',
    ]);
    expect(breach(() => bodyKey.readCreateAnswer(201, json({ ...answer, unit_price_usd: '19.99' })))).toEqual(
      ['wrong_type', 'unit_price_usd of the answer is of type string; wanted a number'],
    );
  });

  it('body-key never writes a code in the clear', () => {
    expect(bodyKey.encodeWebhook(order, webhookSecret)).not.toContain(secretCode);
    expect(bodyKey.encodeStatus(order, webhookSecret)).not.toContain(secretCode);
  });

  it('they differ in the first state, in what a create call refuses, and in refunds', () => {
    const laws = (dialect: typeof headerKey) => [
      dialect.firstState,
      dialect.refusesAtCreate,
      dialect.refundIsState,
      dialect.refundDeadlineMs,
    ];
    expect(laws(headerKey)).toEqual(['pending', false, true, 60 * 60_000]);
    expect(laws(bodyKey)).toEqual(['reserved', true, false, 10 * 60_000]);
  });
});
