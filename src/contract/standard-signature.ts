import { hmacSha256 } from './hmac.js';
import { verdictOn } from './signature-claim.js';
import { maxSignatures, type SignatureScheme } from './signature-scheme.js';
import { readTimestamp } from './signature-timestamp.js';

const webhookIdForm = /^[\x21-\x7e]{1,255}$/;

/**
 * 32 bytes in base64, in the one way to write them: decoders read several texts as the same bytes, since the last digit
 * has two bits too many.
 */
const signatureForm = /^v1,[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Assumption: webhooks are signed as the Standard Webhooks specification says. HMAC-SHA256 over `id.timestamp.body`,
 * base64, marked `v1,`; during a key rotation the header holds several signatures, separated by spaces.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const standardSignature: SignatureScheme = {
  name: 'standard',

  sign(secret, webhookId, timestampS, body) {
    const signature = hmacSha256(secret, `${webhookId}.${timestampS}.`, body, 'base64');
    return {
      'webhook-id': webhookId,
      'webhook-timestamp': String(timestampS),
      'webhook-signature': `v1,${signature}`,
    };
  },

  readClaim(headers, nowS) {
    const webhookId = headers['webhook-id'];
    const timestamp = headers['webhook-timestamp'];
    const signatures = headers['webhook-signature'];
    if (typeof webhookId !== 'string' || !webhookIdForm.test(webhookId)) {
      return 'the header webhook-id is missing or not printable';
    }
    if (typeof timestamp !== 'string' || typeof signatures !== 'string') {
      return 'the header webhook-timestamp or webhook-signature is missing';
    }
    const timestampS = readTimestamp(timestamp, nowS);
    if (typeof timestampS === 'string') return timestampS;
    const digests = digestsIn(signatures);
    if (digests === null) return `more than ${maxSignatures} signatures`;
    if (digests.length === 0) return 'the header webhook-signature holds no signature of version 1';
    return { webhookId, timestampS, prefix: `${webhookId}.${timestamp}.`, digests, encoding: 'base64' };
  },

  verify(secret, headers, body, nowS) {
    return verdictOn(standardSignature.readClaim(headers, nowS), secret, body);
  },
};

/** The digests of version 1 in a list of signatures; null when it is longer than is looked at. */
function digestsIn(signatures: string): readonly string[] | null {
  // Mostly it is one, and needs no list to be made of it.
  if (signatureForm.test(signatures)) return [digestOf(signatures)];
  // One more piece than is looked at, so that a long list is refused instead of half read.
  const candidates = signatures.split(' ', maxSignatures + 1);
  if (candidates.length > maxSignatures) return null;
  return candidates.filter((candidate) => signatureForm.test(candidate)).map(digestOf);
}

function digestOf(signature: string): string {
  return signature.slice('v1,'.length);
}
