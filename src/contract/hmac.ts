import { hash, timingSafeEqual } from 'node:crypto';
import { maxBodyBytes } from './endpoints.js';

/** SHA-256 takes its input in blocks of this size. */
const blockBytes = 64;
const digestBytes = 32;
/** Room for what is signed before a body: a webhook's id and timestamp. */
const prefixBytes = 1024;
/** No digest in text is longer: 64 hexadecimal digits. */
const textBytes = 2 * digestBytes;

/** A key as the two hashes of an HMAC begin with it. */
interface KeyPads {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const padsOf = new WeakMap<Buffer, KeyPads>();
/** What the two hashes are taken of. Each call writes all that it reads. */
const innerInput = Buffer.alloc(blockBytes + prefixBytes + maxBodyBytes);
const outerInput = Buffer.alloc(blockBytes + digestBytes);

/**
 * HMAC-SHA256 over the prefix and the body, as RFC 2104 builds it from two hashes: `createHmac` makes objects of its own for
 * every message, and that costs three times as much as the hashing. It is spent on every webhook, so here each key is
 * padded only once, and both hashes are calls of one step.
 *
 * A secret is taken to be the same for as long as its buffer lives: nobody writes into it.
 */
export function hmacSha256(secret: Buffer, prefix: string, body: Buffer, encoding: 'base64' | 'hex'): string {
  const { inner, outer } = keyPads(secret);
  const bodyAt = blockBytes + Buffer.byteLength(prefix);
  const end = bodyAt + body.length;
  const input = end <= innerInput.length ? innerInput : Buffer.alloc(end);
  inner.copy(input);
  input.write(prefix, blockBytes);
  body.copy(input, bodyAt);
  outer.copy(outerInput);
  outerInput.write(hash('sha256', input.subarray(0, end), 'binary'), blockBytes, 'binary');
  return hash('sha256', outerInput, encoding);
}

function keyPads(secret: Buffer): KeyPads {
  const known = padsOf.get(secret);
  if (known !== undefined) return known;
  const key = secret.length > blockBytes ? hash('sha256', secret, 'buffer') : secret;
  const pads = { inner: padded(key, 0x36), outer: padded(key, 0x5c) };
  padsOf.set(secret, pads);
  return pads;
}

/** The key filled up with zeros to a block, each byte combined with `pad`. */
function padded(key: Buffer, pad: number): Buffer {
  const bytes = Buffer.alloc(blockBytes);
  key.copy(bytes);
  for (let at = 0; at < blockBytes; at += 1) bytes[at] = (bytes[at] ?? 0) ^ pad;
  return bytes;
}

const textA = Buffer.alloc(textBytes);
const textB = Buffer.alloc(textBytes);

/** Compares two digests in text, in constant time; texts of unequal length are simply not equal. */
export function equalInConstantTime(a: string, b: string): boolean {
  if (a.length !== b.length || a.length > textBytes) return false;
  textA.fill(0).write(a, 'latin1');
  textB.fill(0).write(b, 'latin1');
  return timingSafeEqual(textA, textB);
}
