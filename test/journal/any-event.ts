import fc from 'fast-check';
import { codeFailures } from '../../src/contract/code-failure.js';
import { violationKinds } from '../../src/contract/contract-error.js';
import { failureReasons } from '../../src/contract/failure-reason.js';
import { orderStates } from '../../src/contract/order-state.js';
import { refusalReasons } from '../../src/contract/refusal-reason.js';
import { attemptFailures, dropReasons, type OrderEvent, replayResults } from '../../src/order-event.js';

/** JSON has no -0, no NaN and no infinity; nor has any clock. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const atMs = fc.oneof(
  number,
  fc.constantFrom(0, 0.001, 999_999_999.999, 1e-7, 1e21, Number.MAX_VALUE, 5e-324, 123_456_789_012.345),
  fc.integer({ min: 0, max: 1e9 }).map((us) => us / 1000),
);
const seq = fc.oneof(fc.nat(), fc.constantFrom(0, 2 ** 28 - 1));
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '',
    'ord_1',
    '","crc":"00000000"}',
    '\n',
    '\ud800',
    '\u{1f600}',
    'मुद्रा',
    '\\',
    '\u0000\u007f',
  ),
);
const state = fc.constantFrom(...orderStates);
const reason = fc.option(fc.constantFrom(...failureReasons));
const status = fc.integer({ min: 100, max: 599 });

function of<K extends OrderEvent['kind']>(
  kind: K,
  fields: {
    readonly [F in keyof Omit<Extract<OrderEvent, { kind: K }>, 'kind' | 'atMs'>]: fc.Arbitrary<unknown>;
  },
): fc.Arbitrary<OrderEvent> {
  return fc
    .record({ kind: fc.constant(kind), atMs, ...fields })
    .map((event) => event as unknown as OrderEvent);
}

/** Every kind, with the fields in the order in which the stages give them. */
export const anyEvent: fc.Arbitrary<OrderEvent> = fc.oneof(
  of('planned', { seq, sku: fc.nat({ max: 65_535 }), stage: fc.nat({ max: 65_535 }) }),
  of('intent', { from: seq, to: seq }),
  of('dropped', { seq, reason: fc.constantFrom(...dropReasons) }),
  of('sent', { seq }),
  of('attempt_failed', {
    seq,
    attempt: fc.nat(),
    cause: fc.constantFrom(...attemptFailures),
    status: fc.option(status),
    retryInMs: fc.option(number),
    explanation: text,
  }),
  of('accepted', { seq, orderId: text, state, status }),
  of('refused', { seq, reason: fc.constantFrom(...refusalReasons), status }),
  of('errored', { seq, reason: fc.constantFrom(...refusalReasons), status: fc.option(status) }),
  of('webhook', {
    webhookId: fc.option(text),
    orderId: text,
    state,
    reason,
    unlistedReason: fc.option(text),
    codes: fc.constantFrom('opened', 'failed', null),
  }),
  of('webhook', {
    webhookId: fc.option(text),
    orderId: text,
    state,
    reason,
    unlistedReason: fc.option(text),
    codes: fc.constant('failed'),
    codeFailure: fc.constantFrom(...codeFailures),
  }),
  of('webhook_rejected', { verdict: fc.constantFrom('forged', 'malformed'), why: text, count: fc.nat() }),
  of('expired', { seq }),
  of('polled', { seq, state: fc.option(state), reason, last: fc.boolean() }),
  of('replayed', {
    seq,
    variant: fc.constantFrom('same_body', 'other_body'),
    result: fc.constantFrom(...replayResults),
    orderId: fc.option(text),
  }),
  of('loop_delay', { maxMs: number }),
  of('violation', {
    place: fc.constantFrom('answer', 'webhook', 'status'),
    violation: fc.constantFrom(...violationKinds),
    explanation: text,
  }),
  of('ended', {}),
);
