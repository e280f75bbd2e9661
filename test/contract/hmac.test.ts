import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalInConstantTime, hmacSha256 } from '../../src/contract/hmac.js';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

describe('hmacSha256', () => {
  it('gives what node:crypto gives, for keys below, at and above the size of a block', () => {
    fc.assert(
      fc.property(
        bytes(200),
        fc.string({ unit: 'binary', maxLength: 400 }),
        bytes(2000),
        (key, prefix, body) => {
          const wanted = createHmac('sha256', key).update(prefix).update(body).digest();
          expect(hmacSha256(key, prefix, body, 'hex')).toBe(wanted.toString('hex'));
          expect(hmacSha256(key, prefix, body, 'base64')).toBe(wanted.toString('base64'));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it('takes messages of any length', () => {
    const key = Buffer.alloc(32, 7);
    // With its prefix, which counts three bytes a character, the third one is the first that the key's own area has no room for.
    for (const length of [0, 4096 - 24, 4096 - 23, 64 * 1024, 200_000]) {
      const body = Buffer.alloc(length, 'x');
      const wanted = createHmac('sha256', key).update('a prefix').update(body).digest('hex');
      expect(hmacSha256(key, 'a prefix', body, 'hex')).toBe(wanted);
    }
  });

  it('leaves nothing of a message behind for the next one', () => {
    const key = Buffer.alloc(32, 7);
    const first = hmacSha256(key, 'a', Buffer.from('short'), 'hex');
    hmacSha256(key, 'another prefix', Buffer.alloc(1000, 'long'), 'hex');
    expect(hmacSha256(key, 'a', Buffer.from('short'), 'hex')).toBe(first);
  });
});

describe('equalInConstantTime', () => {
  it.each([
    ['', '', true],
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['a'.repeat(64), `${'a'.repeat(63)}b`, false],
    ['a'.repeat(65), 'a'.repeat(65), false],
  ])('says of %j and %j: %j', (a, b, equal) => {
    expect(equalInConstantTime(a, b)).toBe(equal);
  });

  it('sees nothing of what it compared before', () => {
    expect(equalInConstantTime('a'.repeat(64), 'a'.repeat(64))).toBe(true);
    expect(equalInConstantTime('b', 'b')).toBe(true);
  });
});
