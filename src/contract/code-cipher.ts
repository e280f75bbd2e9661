import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { CodeFailure } from './code-failure.js';

/**
 * Assumption: the layout of an encrypted code. One version byte (1), a 12-byte nonce, the ciphertext, a 16-byte tag,
 * all base64url. AES-256-GCM; the key is HKDF-SHA256 of the webhook secret with the order id as salt; the order id is
 * also the additional data, so a code can't be moved to another order.
 */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyInfo = 'foxload/code/v1';
const algorithm = 'aes-256-gcm';

function orderKey(webhookSecret: Buffer, orderId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', webhookSecret, orderId, keyInfo, 32));
}

/** Encrypts one code for one order. */
export function sealCode(webhookSecret: Buffer, orderId: string, code: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, orderKey(webhookSecret, orderId), nonce, {
    authTagLength: tagBytes,
  });
  cipher.setAAD(Buffer.from(orderId));
  const ciphertext = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(version), nonce, ciphertext, cipher.getAuthTag()]).toString('base64url');
}

/** The code, or why it could not be opened. Never throws on what the API sent. */
export function openCode(
  webhookSecret: Buffer,
  orderId: string,
  sealed: string,
): { readonly code: string } | { readonly failure: CodeFailure } {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes[0] !== version || bytes.length < 1 + nonceBytes + tagBytes) return { failure: 'format' };
  const nonce = bytes.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, orderKey(webhookSecret, orderId), nonce, {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(orderId));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    const opened = decipher.update(bytes.subarray(1 + nonceBytes, bytes.length - tagBytes));
    return { code: Buffer.concat([opened, decipher.final()]).toString('utf8') };
  } catch {
    return { failure: 'auth_tag' };
  }
}
