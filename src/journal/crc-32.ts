/** The polynomial of ISO 3309 and of zlib, its bits reversed. */
const polynomial = 0xedb88320;

/**
 * `tables[k][b]` is what byte `b` adds to the checksum when `k` further bytes follow it in the same step. So four bytes
 * are taken at once ("slicing by 4", Kounavis and Berry, 2008).
 */
const tables: readonly [Int32Array, Int32Array, Int32Array, Int32Array] = [
  new Int32Array(256),
  new Int32Array(256),
  new Int32Array(256),
  new Int32Array(256),
];
const [first, second, third, fourth] = tables;
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  first[byte] = crc;
}
for (let byte = 0; byte < 256; byte += 1) {
  for (let k = 1; k < 4; k += 1) {
    const before = tables[k - 1]?.[byte] ?? 0;
    (tables[k] ?? first)[byte] = (first[before & 255] ?? 0) ^ (before >>> 8);
  }
}

/**
 * CRC-32 of `bytes` from `start` up to `end`, the same as `crc32` of `node:zlib` gives. That one costs more than this for
 * being called at all where a line is a hundred bytes, and a replay checks millions of lines.
 */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (; at + 3 < end; at += 4) {
    const four = byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8) | (byteAt(bytes, at + 2) << 16);
    crc ^= four | (byteAt(bytes, at + 3) << 24);
    crc =
      byteAt(fourth, crc & 255) ^
      byteAt(third, (crc >>> 8) & 255) ^
      byteAt(second, (crc >>> 16) & 255) ^
      byteAt(first, crc >>> 24);
  }
  for (; at < end; at += 1) crc = byteAt(first, (crc ^ byteAt(bytes, at)) & 255) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What the compiler can't know: every index here is within the array. */
function byteAt(array: Uint8Array | Int32Array, index: number): number {
  return array[index] ?? 0;
}
