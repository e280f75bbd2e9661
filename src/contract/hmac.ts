import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 over the parts, one after the other, without joining them in memory. */
export function hmacSha256(secret: Buffer, prefix: string, body: Buffer): Buffer {
  return createHmac('sha256', secret).update(prefix).update(body).digest();
}

/** Compares in constant time; unlike `timingSafeEqual` it takes unequal lengths, which are simply not equal. */
export function equalInConstantTime(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
