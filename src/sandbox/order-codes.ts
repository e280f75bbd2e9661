import { maxQuantity } from '../contract/create-request.js';
import { randomSource } from '../random.js';
import type { SandboxOrder } from './sandbox-order.js';

/** Letters and digits that nobody mistakes for one another. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Tells the codes of an order; the same ones at every call, so that none has to be kept. */
export type CodeTeller = (order: SandboxOrder) => string[];

/** Codes of an invented form: `XXXX-XXXX-XXXX` for a pin, an LPA text for an eSIM. */
export function codeTeller(seed: number): CodeTeller {
  const source = randomSource(seed, 'codes');
  return (order) =>
    Array.from({ length: order.quantity }, (_, n) => {
      const letters = lettersOf(source.uniform(order.number * maxQuantity + n));
      const groups = [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
      return order.item.codeType === 'esim' ? `LPA:1$rsp.example$${groups}` : groups;
    });
}

/** Ten letters carry 50 of the draw's 53 bits; two more repeat their mixture, as check letters do. */
function lettersOf(uniform: number): string {
  let bits = Math.floor(uniform * 2 ** 50);
  let letters = '';
  let check = 0;
  for (let i = 0; i < 10; i += 1) {
    const digit = bits % 32;
    letters += alphabet[digit];
    check = (check * 7 + digit) % 1024;
    bits = Math.floor(bits / 32);
  }
  return letters + alphabet[check >> 5] + alphabet[check & 31];
}
