import { z } from 'zod';

export const wantedSku = 'an SKU like steam-us-20, of letters, digits and ._-';

/** The name of an SKU in the catalogue of the API. */
export function skuName() {
  return z.string({ error: wantedSku }).regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, { error: wantedSku });
}
