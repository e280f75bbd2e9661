import { equalInConstantTime, hmacSha256 } from './hmac.js';

/** What the headers of a webhook say of its signature: well formed and of our time, but not yet proven. */
export interface SignatureClaim {
  /** Null where the scheme has none. */
  readonly webhookId: string | null;
  readonly timestampS: number;
  /** What is signed before the body. */
  readonly prefix: string;
  /** The digests that the sender offers, in the one way in which `encoding` writes them; one has to match. */
  readonly digests: readonly string[];
  readonly encoding: 'base64' | 'hex';
}

/** `why` is one sentence without anything secret. */
export type SignatureVerdict =
  | { readonly ok: true; readonly webhookId: string | null; readonly timestampS: number }
  | { readonly ok: false; readonly why: string };

/**
 * The place in `secrets` of the first one that proves the claim for `body`; -1 when none does. This is the costly part
 * of verifying (a hash over the body for each secret), so it comes after everything that can be seen without it.
 */
export function provingSecret(claim: SignatureClaim, secrets: readonly Buffer[], body: Buffer): number {
  return secrets.findIndex((secret) => {
    const wanted = hmacSha256(secret, claim.prefix, body, claim.encoding);
    return claim.digests.some((digest) => equalInConstantTime(digest, wanted));
  });
}

export const noMatch = "no signature matches: the body was changed, or the secret is not the sender's";

/** The verdict on a claim, or on what is none, by one secret. */
export function verdictOn(claim: SignatureClaim | string, secret: Buffer, body: Buffer): SignatureVerdict {
  if (typeof claim === 'string') return { ok: false, why: claim };
  if (provingSecret(claim, [secret], body) < 0) return { ok: false, why: noMatch };
  return { ok: true, webhookId: claim.webhookId, timestampS: claim.timestampS };
}
