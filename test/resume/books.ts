import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { orderKey, runSecret } from '../../src/load/order-keys.js';
import { canaryKey } from '../commands/credentials.js';

/** An order in the simulator's books. */
export interface BookedOrder {
  readonly order_id: string;
  readonly idempotency_key: string;
  readonly debited_cents: number;
  readonly refunded_cents: number;
}

/** Every order that the simulator at `url` has made. */
export async function bookedOrders(url: string): Promise<readonly BookedOrder[]> {
  const books = await (await fetch(`${url}/sandbox/ledger?orders=1`)).json();
  return (books as { orders: BookedOrder[] }).orders;
}

/** A journal, a parsed line each; a torn last line is left out. */
export function journalLines(folder: string): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(join(folder, 'orders.ndjson'), 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The numbers of the run's orders, by their keys. */
export function seqsOfKeys(runId: string, orders: number): ReadonlyMap<string, number> {
  const secret = runSecret(canaryKey, runId);
  return new Map(Array.from({ length: orders }, (_, seq) => [orderKey(secret, seq), seq]));
}

/** The orders that the intents of a journal cover. */
export function intendedIn(lines: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<number> {
  const seqs = new Set<number>();
  for (const { kind, from, to } of lines) {
    if (kind === 'intent') for (let seq = Number(from); seq <= Number(to); seq += 1) seqs.add(seq);
  }
  return seqs;
}
