import { equalInConstantTime, hmacSha256 } from './hmac.js';
import { maxSignatures, type SignatureScheme } from './signature-scheme.js';
import { readTimestamp } from './signature-timestamp.js';

/** The one header of this scheme. */
export const timestampedSignatureHeader = 'x-webhook-signature';

const hexDigest = /^[0-9a-f]{64}$/;

/**
 * The second scheme, which several payment APIs use: one header `t=SECONDS,v1=HEX`, HMAC-SHA256 over `t.body`. It has no
 * webhook id, so repeated webhooks are told apart by order and state alone.
 */
export const timestampedSignature: SignatureScheme = {
  name: 'timestamped',

  sign(secret, _webhookId, timestampS, body) {
    const signature = hmacSha256(secret, `${timestampS}.`, body).toString('hex');
    return { [timestampedSignatureHeader]: `t=${timestampS},v1=${signature}` };
  },

  verify(secret, headers, body, nowS) {
    const header = headers[timestampedSignatureHeader];
    if (typeof header !== 'string') {
      return { ok: false, why: `the header ${timestampedSignatureHeader} is missing` };
    }
    const [stamp = '', ...candidates] = header.split(',', maxSignatures + 2);
    if (!stamp.startsWith('t=')) return { ok: false, why: 'the signature header does not begin with t=' };
    if (candidates.length > maxSignatures) {
      return { ok: false, why: `more than ${maxSignatures} signatures` };
    }
    const timestamp = stamp.slice(2);
    const timestampS = readTimestamp(timestamp, nowS);
    if (typeof timestampS === 'string') return { ok: false, why: timestampS };
    const wanted = hmacSha256(secret, `${timestamp}.`, body);
    for (const candidate of candidates) {
      const hex = candidate.slice(3);
      if (!candidate.startsWith('v1=') || !hexDigest.test(hex)) continue;
      if (equalInConstantTime(Buffer.from(hex, 'hex'), wanted))
        return { ok: true, webhookId: null, timestampS };
    }
    return {
      ok: false,
      why: "no signature matches: the body was changed, or the secret is not the sender's",
    };
  },
};
