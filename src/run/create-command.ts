import type { CreateCommand } from '../contract/dialect.js';
import { orderKey } from '../load/order-keys.js';
import type { OrderMix } from '../load/order-mix.js';
import type { Profile } from '../profile/profile.js';

/** What order `seq` of a run asks the API for, under the key that is its alone. */
export function createCommand(
  { orders }: Pick<Profile, 'orders'>,
  mix: OrderMix,
  runSecret: Buffer,
  seq: number,
): CreateCommand {
  const sku = mix.skuOf(seq);
  const entry = orders[sku];
  if (entry === undefined) throw new RangeError(`the order mix has no entry ${sku}`);
  return { sku: entry.sku, quantity: entry.quantity, idempotencyKey: orderKey(runSecret, seq) };
}
