import fc from 'fast-check';
import { orderStates } from '../../src/contract/order-state.js';
import { refusalReasons } from '../../src/contract/refusal-reason.js';
import { attemptFailures, dropReasons, type OrderEvent } from '../../src/order-event.js';
import { accepted, deadlineMs, expired, idOf, planned, polled, sent, webhook } from './order-events.js';

/** What happens to one order, and where in the run each of it is processed. */
const orderScript = fc.record({
  end: fc.constantFrom('dropped', 'refused', 'errored', 'accepted', 'accepted', 'accepted', 'accepted'),
  dropReason: fc.constantFrom(...dropReasons),
  refusal: fc.constantFrom(...refusalReasons),
  failedAttempts: fc.array(fc.constantFrom(...attemptFailures), { maxLength: 4 }),
  firstState: fc.constantFrom('pending', 'reserved', 'processing', 'delivered', 'failed'),
  // Any states at any instants: lost ones are missing, repeated ones are in twice, conflicting ones stand side by side.
  webhooks: fc.array(
    fc.record({
      state: fc.constantFrom(...orderStates, 'delivered', 'failed'),
      atMs: fc.integer({ min: 0, max: 2 * deadlineMs }),
    }),
    { maxLength: 5 },
  ),
  expires: fc.boolean(),
  polls: fc.array(fc.option(fc.constantFrom(...orderStates)), { maxLength: 3 }),
  /** Its id is the one of the order before it: the API's fault. */
  reusesId: fc.boolean(),
  places: fc.array(fc.nat({ max: 1000 }), { minLength: 20, maxLength: 20 }),
});
export type OrderScript = typeof orderScript extends fc.Arbitrary<infer S> ? S : never;

const strayEvents = fc.array(
  fc.record({
    place: fc.nat({ max: 1000 }),
    event: fc.constantFrom<OrderEvent>(
      { kind: 'webhook_rejected', atMs: 5, verdict: 'forged', why: 'no signature matches' },
      { kind: 'webhook_rejected', atMs: 6, verdict: 'malformed', why: 'not JSON' },
      { ...webhook(0, 'delivered', 7), orderId: 'ord_of_nobody' },
      { kind: 'violation', atMs: 8, place: 'answer', violation: 'not_json', explanation: 'x' },
    ),
  }),
  { maxLength: 4 },
);

interface PlacedEvent {
  readonly place: number;
  readonly event: OrderEvent;
}

/** What foxload itself sees of one order: these happen one after the other. */
function ownEvents(script: OrderScript, seq: number): OrderEvent[] {
  const { end, dropReason, refusal, failedAttempts, firstState, expires, polls } = script;
  if (end === 'dropped') return [planned(seq, seq), { kind: 'dropped', atMs: seq, seq, reason: dropReason }];
  const attempts = failedAttempts.map(
    (cause, index): OrderEvent => ({
      kind: 'attempt_failed',
      atMs: seq + 2,
      seq,
      attempt: index + 1,
      cause,
      status: null,
      retryInMs: 250,
      explanation: `met ${cause}`,
    }),
  );
  const called = [planned(seq, seq), sent(seq, seq + 1), ...attempts];
  if (end !== 'accepted') {
    return [...called, { kind: end, atMs: seq + 3, seq, reason: refusal, status: 400 }];
  }
  const answer = { ...accepted(seq, seq + 3, firstState), orderId: idOf(script.reusesId ? 0 : seq) };
  const asked = polls.map((state, index) => polled(seq, state, index === 2));
  return [...called, answer, ...(expires ? [expired(seq), ...asked] : [])];
}

/** The events of one order with their places: its own ones in their order, webhooks anywhere. */
function placedEvents(script: OrderScript, seq: number): PlacedEvent[] {
  const own = ownEvents(script, seq);
  const places = script.places.slice(0, own.length).sort((a, b) => a - b);
  const placedOwn = own.map((event, index) => ({ place: places[index] ?? 0, event }));
  const placedWebhooks = script.webhooks.map(({ state, atMs }, index) => ({
    place: script.places[own.length + index] ?? 0,
    event: webhook(seq, state, atMs),
  }));
  return [...placedOwn, ...placedWebhooks];
}

/** A run of up to `maxLength` orders in any interleaving, to its end. `reusedIds`: the API may give one id twice. */
export function wholeRun(maxLength: number, reusedIds: boolean): fc.Arbitrary<readonly OrderEvent[]> {
  return fc
    .tuple(fc.array(orderScript, { minLength: 1, maxLength }), strayEvents)
    .map(([scripts, strays]) => {
      const own = scripts.flatMap((script, seq) =>
        placedEvents({ ...script, reusesId: reusedIds && script.reusesId }, seq),
      );
      const placed: PlacedEvent[] = [...own, ...strays].sort((a, b) => a.place - b.place);
      return [...placed.map(({ event }) => event), { kind: 'ended', atMs: 3 * deadlineMs }];
    });
}
