import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 takes its input in blocks of this size. */
const blockBytes = 64;
const digestBytes = 32;
/** Room for the messages that nearly all are: a longer one gets an area of its own. */
const roomBytes = 4 * 1024;
/** At most as many bytes as a character of a JavaScript string takes in UTF-8. */
const bytesPerCharacter = 3;
/** No digest in text is longer: 64 hexadecimal digits. */
const textBytes = 2 * digestBytes;

/** What the two hashes of an HMAC are taken of: the key, padded, and room for what comes after it, which each call writes. */
interface KeyPads {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const padsOf = new WeakMap<Buffer, KeyPads>();

/**
 * HMAC-SHA256 over the prefix and the body, as RFC 2104 builds it from two hashes: `createHmac` makes objects of its own for
 * every message, and that costs three times as much as the hashing. It is spent on every webhook, so here each key is
 * padded only once, and both hashes are calls of one step.
 *
 * A secret is taken to be the same for as long as its buffer lives: nobody writes into it.
 */
export function hmacSha256(secret: Buffer, prefix: string, body: Buffer, encoding: 'base64' | 'hex'): string {
  const { inner, outer } = keyPads(secret);
  const input = withRoom(inner, prefix.length * bytesPerCharacter + body.length);
  const bodyAt = blockBytes + input.write(prefix, blockBytes);
  body.copy(input, bodyAt);
  const digest = hash('sha256', input.subarray(0, bodyAt + body.length), 'binary');
  outer.write(digest, blockBytes, 'binary');
  return hash('sha256', outer, encoding);
}

/** The key's own area where the message fits into it. */
function withRoom(inner: Buffer, messageBytes: number): Buffer {
  if (messageBytes <= roomBytes) return inner;
  const larger = Buffer.alloc(blockBytes + messageBytes);
  inner.copy(larger, 0, 0, blockBytes);
  return larger;
}

function keyPads(secret: Buffer): KeyPads {
  const known = padsOf.get(secret);
  if (known !== undefined) return known;
  const key = secret.length > blockBytes ? hash('sha256', secret, 'buffer') : secret;
  const pads = { inner: padded(key, 0x36, roomBytes), outer: padded(key, 0x5c, digestBytes) };
  padsOf.set(secret, pads);
  return pads;
}

/** The key filled up with zeros to a block, each byte combined with `pad`, and room behind it. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  const bytes = Buffer.alloc(blockBytes + room);
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
