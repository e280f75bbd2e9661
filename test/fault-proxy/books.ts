import type { Cents } from '../../src/contract/money.js';
import type { Rig } from '../run/rig.js';

/** What the simulator knows of one order. */
export interface BookedOrder {
  readonly orderId: string;
  readonly key: string | null;
  readonly state: string;
  readonly debits: number;
  readonly debitedCents: Cents;
  /** What a failed order will have got back in the end, when its refund is not due yet. */
  readonly promisedCents: Cents;
}

/** The simulator's books. */
export interface Books {
  readonly orders: readonly BookedOrder[];
  readonly debitsCents: Cents;
  readonly balanced: boolean;
  readonly keysWithSeveralOrders: number;
}

interface LedgerAnswer {
  readonly debits_usd: number;
  readonly balanced: boolean;
  readonly keys_with_several_orders: number;
  readonly orders: readonly LedgerLine[];
}

interface LedgerLine {
  readonly order_id: string;
  readonly idempotency_key: string | null;
  readonly debits: number;
  readonly debited_cents: number;
}

/** Reads the simulator's books past all proxies, as soon as every order in them is decided. */
export async function decidedBooks(rig: Rig): Promise<Books> {
  for (;;) {
    const books = await booksOf(rig);
    if (books.orders.every(({ state }) => state === 'delivered' || state === 'failed')) return books;
  }
}

async function booksOf(rig: Rig): Promise<Books> {
  const states = new Map<string, string>();
  for (const line of (await rig.read('/sandbox/deliveries')).trimEnd().split('\n')) {
    const { order_id, state } = JSON.parse(line) as { order_id: string; state: string };
    states.set(order_id, state);
  }
  const ledger = JSON.parse(await rig.read('/sandbox/ledger?orders=1')) as LedgerAnswer;
  return {
    orders: ledger.orders.map((line) => booked(line, states.get(line.order_id) ?? 'unknown')),
    debitsCents: Math.round(ledger.debits_usd * 100),
    balanced: ledger.balanced,
    keysWithSeveralOrders: ledger.keys_with_several_orders,
  };
}

function booked(
  { order_id, idempotency_key, debits, debited_cents }: LedgerLine,
  state: string,
): BookedOrder {
  return {
    orderId: order_id,
    key: idempotency_key,
    state,
    debits,
    debitedCents: debited_cents,
    promisedCents: state === 'failed' ? debited_cents : 0,
  };
}

/** What was in the end paid for these orders. */
export function paidCents(orders: readonly BookedOrder[]): Cents {
  return orders.reduce((sum, { debitedCents, promisedCents }) => sum + debitedCents - promisedCents, 0);
}
