/** The polynomial of ISO 3309 and of zlib, its bits reversed. */
const polynomial = 0xedb88320;

/** Sixteen tables of 256, one behind the other: entry `k · 256 + b` is what byte `b` adds when `k` bytes follow it in its step. */
const table = new Int32Array(16 * 256);
for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  table[byte] = crc;
}
for (let at = 256; at < table.length; at += 1) {
  const before = table[at - 256] ?? 0;
  table[at] = (table[before & 255] ?? 0) ^ (before >>> 8);
}

/**
 * CRC-32 of `bytes` from `start` up to `end`, as `crc32` of `node:zlib` gives it. For a line of a hundred bytes, calling
 * that one costs more than the sum itself, and a replay checks millions of lines. So eight bytes are taken at once here
 * ("slicing by 8": Kounavis and Berry, "Novel table lookup-based algorithms for high-performance CRC generation", 2008).
 */
export function crc32(bytes: Uint8Array, start: number, end: number): number {
  let crc = -1;
  let at = start;
  for (; at + 7 < end; at += 8) {
    crc =
      (table[1792 + ((crc ^ (bytes[at] ?? 0)) & 255)] ?? 0) ^
      (table[1536 + (((crc >>> 8) ^ (bytes[at + 1] ?? 0)) & 255)] ?? 0) ^
      (table[1280 + (((crc >>> 16) ^ (bytes[at + 2] ?? 0)) & 255)] ?? 0) ^
      (table[1024 + ((crc >>> 24) ^ (bytes[at + 3] ?? 0))] ?? 0) ^
      (table[768 + (bytes[at + 4] ?? 0)] ?? 0) ^
      (table[512 + (bytes[at + 5] ?? 0)] ?? 0) ^
      (table[256 + (bytes[at + 6] ?? 0)] ?? 0) ^
      (table[bytes[at + 7] ?? 0] ?? 0);
  }
  for (; at < end; at += 1) crc = (table[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/**
 * The same of a view, sixteen bytes at once in four words: for whoever has a view of the bytes that stays. `before` is the
 * checksum of what stands before them, where they are to be summed up together.
 */
export function crc32OfView(view: DataView, start: number, end: number, before = 0): number {
  let crc = ~before;
  let at = start;
  for (; at + 15 < end; at += 16) {
    crc =
      word(3072, crc ^ view.getInt32(at, true)) ^
      word(2048, view.getInt32(at + 4, true)) ^
      word(1024, view.getInt32(at + 8, true)) ^
      word(0, view.getInt32(at + 12, true));
  }
  for (; at < end; at += 1) crc = (table[(crc ^ view.getUint8(at)) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** What the four bytes of a word add, by the four tables from `from` on. */
function word(from: number, bytes: number): number {
  return (
    (table[from + 768 + (bytes & 255)] ?? 0) ^
    (table[from + 512 + ((bytes >>> 8) & 255)] ?? 0) ^
    (table[from + 256 + ((bytes >>> 16) & 255)] ?? 0) ^
    (table[from + (bytes >>> 24)] ?? 0)
  );
}
