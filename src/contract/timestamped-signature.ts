import { hmacSha256 } from './hmac.js';
import { verdictOn } from './signature-claim.js';
import { maxSignatures, type SignatureScheme } from './signature-scheme.js';
import { readTimestamp } from './signature-timestamp.js';

/** The one header of this scheme. */
export const timestampedSignatureHeader = 'x-webhook-signature';

const signatureForm = /^v1=[0-9a-f]{64}$/;

/**
 * The second scheme, which several payment APIs use: one header `t=SECONDS,v1=HEX`, HMAC-SHA256 over `t.body`. It has no
 * webhook id, so repeated webhooks are told apart by order and state alone.
 */
export const timestampedSignature: SignatureScheme = {
  name: 'timestamped',

  sign(secret, _webhookId, timestampS, body) {
    const signature = hmacSha256(secret, `${timestampS}.`, body, 'hex');
    return { [timestampedSignatureHeader]: `t=${timestampS},v1=${signature}` };
  },

  readClaim(headers, nowS) {
    const header = headers[timestampedSignatureHeader];
    if (typeof header !== 'string') return `the header ${timestampedSignatureHeader} is missing`;
    const [stamp = '', ...candidates] = header.split(',', maxSignatures + 2);
    if (!stamp.startsWith('t=')) return 'the signature header does not begin with t=';
    if (candidates.length > maxSignatures) return `more than ${maxSignatures} signatures`;
    const timestamp = stamp.slice(2);
    const timestampS = readTimestamp(timestamp, nowS);
    if (typeof timestampS === 'string') return timestampS;
    const digests = candidates
      .filter((candidate) => signatureForm.test(candidate))
      .map((candidate) => candidate.slice('v1='.length));
    if (digests.length === 0) return 'the signature header holds no signature of version 1';
    return { webhookId: null, timestampS, prefix: `${timestamp}.`, digests, encoding: 'hex' };
  },

  verify(secret, headers, body, nowS) {
    return verdictOn(timestampedSignature.readClaim(headers, nowS), secret, body);
  },
};
