import type { IncomingHttpHeaders } from 'node:http';
import type { SignatureClaim, SignatureVerdict } from './signature-claim.js';

/** At most this many signatures of one webhook are looked at. */
export const maxSignatures = 8;

export const signatureSchemeNames = ['standard', 'timestamped'] as const;
export type SignatureSchemeName = (typeof signatureSchemeNames)[number];

/** One way to sign a webhook. Both sides of it, so that the simulator and the receiver can't drift apart. */
export interface SignatureScheme {
  readonly name: SignatureSchemeName;
  /** The headers that prove `body`. `timestampS` is whole seconds since 1970. */
  sign(secret: Buffer, webhookId: string, timestampS: number, body: Buffer): Record<string, string>;
  /**
   * Reads the headers alone: form and age of the signature. A string says in one sentence why there is nothing to
   * prove. `nowS` is seconds since 1970. Never throws, whatever the headers hold.
   */
  readClaim(headers: IncomingHttpHeaders, nowS: number): SignatureClaim | string;
  /** Verifies the raw bytes. `nowS` is seconds since 1970. Never throws, whatever the headers hold. */
  verify(secret: Buffer, headers: IncomingHttpHeaders, body: Buffer, nowS: number): SignatureVerdict;
}
