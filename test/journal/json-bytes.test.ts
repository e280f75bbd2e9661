import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonBytes } from '../../src/journal/json-bytes.js';

function written(write: (json: JsonBytes) => void): string {
  const json = new JsonBytes(Buffer.allocUnsafe(4));
  write(json);
  return json.from(0).toString();
}

describe('JSON in bytes', () => {
  it('writes every number as JavaScript does', () => {
    const instants = fc.integer({ min: 0, max: 2 ** 43 }).map((us) => us / 1000);
    const any = fc.oneof(
      instants,
      fc.nat(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(any, (value) => {
        expect(written((json) => json.number(value))).toBe(String(value));
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });

  it.each([
    0,
    0.001,
    0.01,
    0.1,
    1,
    9,
    10,
    99.999,
    100.5,
    2 ** 31 - 1,
    2 ** 31,
    2147483647.999,
    1e21,
    5e-324,
    -1,
    -0.5,
  ])('writes the number %d as JavaScript does', (value) => {
    expect(written((json) => json.number(value))).toBe(String(value));
  });

  it('writes every text as JSON.stringify does', () => {
    const any = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"', '\\', '', '\u007f', '\ud800'),
    );
    fc.assert(
      fc.property(any, (value) => {
        expect(written((json) => json.string(value))).toBe(JSON.stringify(value));
      }),
      { seed: 1, numRuns: 5_000 },
    );
    expect(written((json) => json.string(null))).toBe('null');
  });

  it('keeps what was written when it grows', () => {
    const all = written((json) => {
      for (let count = 0; count < 1000; count += 1) {
        json.number(count);
        json.literal(Buffer.from(','));
        json.string('मुद्रा');
        json.bytes(Buffer.alloc(100, 'x'));
      }
    });
    const expected = Array.from({ length: 1000 }, (_, count) => `${count},"मुद्रा"${'x'.repeat(100)}`).join('');
    expect(all).toBe(expected);
  });
});
