import type { SignatureScheme, SignatureSchemeName } from './signature-scheme.js';
import { standardSignature } from './standard-signature.js';
import { timestampedSignature } from './timestamped-signature.js';

/** Every signature scheme by its name. */
export const signatureSchemes: Readonly<Record<SignatureSchemeName, SignatureScheme>> = {
  standard: standardSignature,
  timestamped: timestampedSignature,
};
