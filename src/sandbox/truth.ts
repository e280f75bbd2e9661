import { usdFromCents } from '../contract/money.js';
import { type Answer, jsonAnswer, refusal } from './answer.js';
import { inductionsIn } from './induction-set.js';
import { isBalanced } from './ledger.js';
import { decisionMs } from './order-fate.js';
import { orderHistory } from './order-history.js';
import type { SandboxOrder } from './sandbox-order.js';
import type { Simulation } from './simulation.js';

/** Lines written at once: one write a line would cost more than the line. */
const linesPerPiece = 500;

/** `GET /sandbox/ledger`: the sums, and with `orders=1` a line for each order. */
export function ledgerTruth(simulation: Simulation, withOrders: boolean): Answer {
  const { book, ledger, ids } = simulation;
  const totals = ledger.totals();
  const head = JSON.stringify({
    opening_usd: usdFromCents(totals.openingCents),
    held_usd: usdFromCents(totals.heldCents),
    debits_usd: usdFromCents(totals.debitsCents),
    refunds_usd: usdFromCents(totals.refundsCents),
    closing_usd: usdFromCents(totals.closingCents),
    balanced: isBalanced(totals, book.forgotten === 0 ? book.all() : null),
    forgotten_orders: book.forgotten,
    keys_with_several_orders: book.keysWithSeveralOrders,
  });
  if (!withOrders) return jsonAnswer(200, head);
  const line = (order: SandboxOrder) => ({
    order_id: ids.idOf(order.number),
    idempotency_key: order.key,
    held_cents: order.heldCents,
    debits: order.debits,
    debited_cents: order.debitedCents,
    refunds: order.refunds,
    refunded_cents: order.refundedCents,
  });
  const orders = pieces(book.all(), (order) => JSON.stringify(line(order)), ',');
  return { ...jsonAnswer(200, ''), body: around(`${head.slice(0, -1)},"orders":[`, orders, ']}') };
}

/**
 * `GET /sandbox/deliveries`: what a harness should have measured, a JSON object a line. Instants are milliseconds since
 * 1970 with a fraction, by the simulator's clock; `delivery_ms` is the time from call to decision: as drawn,
 * and with the wait for a supplier once that is known.
 */
export function deliveriesTruth(simulation: Simulation): Answer {
  const { book, clock, ids } = simulation;
  const line = (order: SandboxOrder) =>
    JSON.stringify({
      order_id: ids.idOf(order.number),
      idempotency_key: order.key,
      created_ms: clock.wallMs(order.createdMs),
      webhook_ms: Number.isNaN(order.webhookMs) ? null : clock.wallMs(order.webhookMs),
      delivery_ms: decisionMs(simulation.fateOf(order)),
      state: order.state,
    });
  return { status: 200, contentType: 'application/x-ndjson', body: pieces(book.all(), line, '\n', '\n') };
}

/** `GET /sandbox/orders/{id}`: what the order was made to meet, and when it did what. */
export function orderTruth(simulation: Simulation, orderId: string): Answer {
  const order = simulation.find(orderId);
  if (order === undefined) return refusal('not_found', 'there is no order with this id');
  const { clock, options } = simulation;
  const fate = simulation.fateOf(order);
  const history = orderHistory(order, fate, options.speed, clock.nowMs()).map(({ what, atMs }) => ({
    what,
    at: simulation.isoTime(atMs),
    after_ms: atMs - order.createdMs,
  }));
  const { key, item, quantity, state, webhookMs } = order;
  return jsonAnswer(
    200,
    JSON.stringify({
      order_id: orderId,
      idempotency_key: key,
      sku: item.sku,
      quantity,
      supplier: item.supplier,
      inductions: inductionsIn(order.inductions),
      state,
      failure_reason: state === 'failed' ? fate.reason : null,
      history,
      webhook_at: Number.isNaN(webhookMs) ? null : simulation.isoTime(webhookMs),
    }),
  );
}

/** `GET /sandbox/health`: what was done, what waits, and which limits were met. */
export function healthTruth({ book, lifeCycle, outbox, suppliers }: Simulation): Answer {
  const { attempts, acknowledged, failedAttempts, gaveUp, overflowed } = outbox.counters;
  return jsonAnswer(
    200,
    JSON.stringify({
      status: 'ok',
      orders: {
        placed: lifeCycle.placed,
        kept: book.size,
        forgotten: book.forgotten,
        turned_away: lifeCycle.turnedAway,
        waiting_for_supplier: suppliers?.waiting ?? 0,
      },
      webhooks: {
        queued: outbox.size,
        attempts,
        acknowledged,
        failed_attempts: failedAttempts,
        gave_up: gaveUp,
        overflowed,
      },
    }),
  );
}

function* pieces(
  orders: Iterable<SandboxOrder>,
  line: (order: SandboxOrder) => string,
  separator: string,
  end = '',
): Generator<string> {
  let lines: string[] = [];
  let lead = '';
  for (const order of orders) {
    lines.push(line(order));
    if (lines.length < linesPerPiece) continue;
    yield lead + lines.join(separator);
    lead = separator;
    lines = [];
  }
  if (lines.length > 0) yield lead + lines.join(separator) + end;
  else if (lead !== '') yield end;
}

function* around(head: string, middle: Iterable<string>, tail: string): Generator<string> {
  yield head;
  yield* middle;
  yield tail;
}
