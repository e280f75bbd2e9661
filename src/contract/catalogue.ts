import { numberField, objectsField, readJsonObject, stringField } from './json-fields.js';
import { type Cents, centsFromUsd, usdFromCents } from './money.js';

/** What is for sale. Assumption: `GET /v1/skus` answers `{skus: [{sku, region, price_usd, stock}]}`. */
export interface CatalogueEntry {
  readonly sku: string;
  /** Country or area of the buyer, such as `TR`. */
  readonly region: string;
  readonly priceCents: Cents;
  readonly stock: number;
}

export function encodeCatalogue(entries: readonly CatalogueEntry[]): string {
  const skus = entries.map(({ sku, region, priceCents, stock }) => ({
    sku,
    region,
    price_usd: usdFromCents(priceCents),
    stock,
  }));
  return JSON.stringify({ skus });
}

/** Throws a ContractError when the answer is not a catalogue. */
export function readCatalogue(body: Buffer): CatalogueEntry[] {
  const what = 'the catalogue';
  return objectsField(readJsonObject(body, what), 'skus', what).map((entry) => ({
    sku: stringField(entry, 'sku', what),
    region: stringField(entry, 'region', what),
    priceCents: centsFromUsd(numberField(entry, 'price_usd', what)),
    stock: numberField(entry, 'stock', what),
  }));
}

/** Assumption: `GET /v1/balance` answers `{balance_usd, held_usd}`; held money is part of the balance. */
export function encodeBalance(balanceCents: Cents, heldCents: Cents): string {
  return JSON.stringify({ balance_usd: usdFromCents(balanceCents), held_usd: usdFromCents(heldCents) });
}

/** What can still be spent. Throws a ContractError when the answer is not a balance. */
export function readAvailableBalance(body: Buffer): Cents {
  const what = 'the balance';
  const balance = readJsonObject(body, what);
  return centsFromUsd(numberField(balance, 'balance_usd', what) - numberField(balance, 'held_usd', what));
}
