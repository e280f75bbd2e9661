import { crc32OfView } from './crc-32.js';

/** Of longer stretches no table is kept: they are rare. */
export const maxCombinedBytes = 1023;

/** By length: what each byte of a checksum becomes when that many bytes follow, 256 values for each of its four bytes. */
const tables: (Int32Array | undefined)[] = new Array(maxCombinedBytes + 1).fill(undefined);
const zeros = new DataView(new ArrayBuffer(maxCombinedBytes + 1));

/**
 * The checksum of two stretches of bytes, one behind the other, from the checksums of both and the length of the second, at
 * most `maxCombinedBytes`. A CRC is linear: this takes four look-ups, however long the stretches are
 * (`crc32_combine` of zlib, by Mark Adler).
 */
export function combinedCrc32(first: number, second: number, secondBytes: number): number {
  const table = tables[secondBytes] ?? newTable(secondBytes);
  const moved =
    (table[first & 255] ?? 0) ^
    (table[256 + ((first >>> 8) & 255)] ?? 0) ^
    (table[512 + ((first >>> 16) & 255)] ?? 0) ^
    (table[768 + (first >>> 24)] ?? 0);
  return (moved ^ second) >>> 0;
}

function newTable(length: number): Int32Array {
  const table = new Int32Array(4 * 256);
  // What zeros alone give is in every checksum of zeros; the rest is what the checksum before them became.
  const ofZeros = crc32OfView(zeros, 0, length);
  for (let byte = 0; byte < 4; byte += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      const moved = crc32OfView(zeros, 0, length, (1 << (8 * byte + bit)) >>> 0) ^ ofZeros;
      for (let value = 1 << bit; value < 256; value += 1) {
        if (value & (1 << bit)) table[256 * byte + value] = (table[256 * byte + value] ?? 0) ^ moved;
      }
    }
  }
  tables[length] = table;
  return table;
}
