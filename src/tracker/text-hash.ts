/** 64 bits that stand for a text, as two whole numbers of 32 bits with a sign. `high` is never 0. */
export interface TextHash {
  high: number;
  low: number;
}

/**
 * Two multiplicative hashes of 32 bits, mixed into each other at the end (cyrb53). Written into an object that is used
 * again: a result of its own would be one more object for every webhook.
 */
export function hashText(text: string, into: TextHash): void {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  mix(high, low, into);
}

/** The same of a text of one byte a character, from its bytes. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, into: TextHash): void {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = start; at < end; at += 1) {
    const code = bytes[at] ?? 0;
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  mix(high, low, into);
}

function mix(textHigh: number, textLow: number, into: TextHash): void {
  let high = textHigh;
  let low = textLow;
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  into.high = high || 1;
  into.low = low;
}
