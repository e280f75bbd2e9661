import { equalInConstantTime, hmacSha256 } from './hmac.js';
import { maxSignatures, type SignatureScheme } from './signature-scheme.js';
import { readTimestamp } from './signature-timestamp.js';

const webhookIdForm = /^[\x21-\x7e]{1,255}$/;

/**
 * Assumption: webhooks are signed as the Standard Webhooks specification says. HMAC-SHA256 over `id.timestamp.body`,
 * base64, marked `v1,`; during a key rotation the header holds several signatures, separated by spaces.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardSignature: SignatureScheme = {
  name: 'standard',

  sign(secret, webhookId, timestampS, body) {
    const signature = hmacSha256(secret, `${webhookId}.${timestampS}.`, body).toString('base64');
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': `v1,${signature}`,
    };
  },

  verify(secret, headers, body, nowS) {
    const webhookId = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signatures = headers['webhook-signature'];
    if (typeof webhookId !== 'string' || !webhookIdForm.test(webhookId)) {
      return { ok: false, why: 'the header webhook-id is missing or not printable' };
    }
    if (typeof timestamp !== 'string' || typeof signatures !== 'string') {
      return { ok: false, why: 'the header webhook-timestamp or webhook-signature is missing' };
    }
    const timestampS = readTimestamp(timestamp, nowS);
    if (typeof timestampS === 'string') return { ok: false, why: timestampS };
    // Compared as text: decoders of base64 read several texts as the same bytes.
    const wanted = Buffer.from(hmacSha256(secret, `${webhookId}.${timestamp}.`, body).toString('base64'));
    // One more piece than is looked at, so that a long list is refused instead of half read.
    const candidates = signatures.split(' ', maxSignatures + 1);
    if (candidates.length > maxSignatures) {
      return { ok: false, why: `more than ${maxSignatures} signatures` };
    }
    for (const candidate of candidates) {
      if (!candidate.startsWith('v1,')) continue;
      if (equalInConstantTime(Buffer.from(candidate.slice(3)), wanted)) {
        return { ok: true, webhookId, timestampS };
      }
    }
    return {
      ok: false,
      why: "no signature matches: the body was changed, or the secret is not the sender's",
    };
  },
};
