import type { IncomingHttpHeaders } from 'node:http';

/** At most this many signatures of one webhook are looked at. */
export const maxSignatures = 8;

export const signatureSchemeNames = ['standard', 'timestamped'] as const;
export type SignatureSchemeName = (typeof signatureSchemeNames)[number];

/** One way to sign a webhook. Both sides of it, so that the simulator and the receiver can't drift apart. */
export interface SignatureScheme {
  readonly name: SignatureSchemeName;
  /** The headers that prove `body`. `timestampS` is whole seconds since 1970. */
  sign(secret: Buffer, webhookId: string, timestampS: number, body: Buffer): Record<string, string>;
  /** Verifies the raw bytes. `nowS` is seconds since 1970. Never throws, whatever the headers hold. */
  verify(secret: Buffer, headers: IncomingHttpHeaders, body: Buffer, nowS: number): SignatureVerdict;
}

/** `why` is one sentence without anything secret. */
export type SignatureVerdict =
  | { readonly ok: true; readonly webhookId: string | null; readonly timestampS: number }
  | { readonly ok: false; readonly why: string };
