import { createCipheriv, hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCode, sealCode } from '../../src/contract/code-cipher.js';

const secret = Buffer.alloc(32, 7);
const orderId = 'ord_8f2c91';
const code = 'XBOX-1234-ABCD';

describe('the code cipher', () => {
  it('opens what it sealed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 64 }),
        fc.string(),
        fc.string({ unit: 'grapheme' }),
        (key, id, text) => {
          const webhookSecret = Buffer.from(key);
          expect(openCode(webhookSecret, id, sealCode(webhookSecret, id, text))).toEqual({ code: text });
        },
      ),
      { seed: 41, numRuns: 300 },
    );
  });

  it('lays its bytes out as documented: version, nonce, ciphertext, tag, in base64url', () => {
    const nonce = Buffer.from('twelve bytes');
    const key = Buffer.from(hkdfSync('sha256', secret, orderId, 'foxload/code/v1', 32));
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    cipher.setAAD(Buffer.from(orderId));
    const ciphertext = Buffer.concat([cipher.update(code), cipher.final()]);
    const sealed = Buffer.concat([Buffer.of(1), nonce, ciphertext, cipher.getAuthTag()]);
    expect(openCode(secret, orderId, sealed.toString('base64url'))).toEqual({ code });
  });

  it('seals one code differently each time, and never shows it', () => {
    const first = sealCode(secret, orderId, code);
    expect(sealCode(secret, orderId, code)).not.toBe(first);
    expect(first).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(Buffer.from(first, 'base64url').toString('latin1')).not.toContain(code);
  });

  it('does not open for another order or with another secret', () => {
    const sealed = sealCode(secret, orderId, code);
    expect(openCode(secret, 'ord_8f2c92', sealed)).toEqual({ failure: 'auth_tag' });
    expect(openCode(Buffer.alloc(32, 8), orderId, sealed)).toEqual({ failure: 'auth_tag' });
  });

  it('does not open with any one bit changed', () => {
    const bytes = Buffer.from(sealCode(secret, orderId, code), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const failure = bit < 8 ? 'format' : 'auth_tag';
      expect(openCode(secret, orderId, changed.toString('base64url'))).toEqual({ failure });
    }
  });

  it('does not open with a truncated tag, however short', () => {
    const bytes = Buffer.from(sealCode(secret, orderId, code), 'base64url');
    for (let length = 0; length < bytes.length; length += 1) {
      const failure = length < 29 ? 'format' : 'auth_tag';
      const cut = bytes.subarray(0, length).toString('base64url');
      expect(openCode(secret, orderId, cut)).toEqual({ failure });
    }
  });

  it.each(['', '!', 'ENCRYPTED_PAYLOAD', 'AQ', '\u{1f600}'])('calls %j badly formed', (sealed) => {
    expect(openCode(secret, orderId, sealed)).toEqual({ failure: 'format' });
  });

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (sealed) => {
        expect(openCode(secret, orderId, sealed)).toHaveProperty('failure');
      }),
      { seed: 42, numRuns: 2000 },
    );
  });
});
