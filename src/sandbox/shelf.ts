import type { CatalogueEntry } from '../contract/catalogue.js';
import { magicSku } from '../contract/induction.js';
import type { Cents } from '../contract/money.js';
import { allInductions } from './induction-set.js';

/** One thing for sale. */
export interface ShelfItem {
  readonly sku: string;
  /** Country or area of the buyer. */
  readonly region: string;
  readonly priceCents: Cents;
  /** `sync`: the supplier answers in the same round trip; `async`: it acknowledges, and calls back later. */
  readonly supplier: 'sync' | 'async';
  readonly codeType: 'pin' | 'esim';
  /** Falls with each reservation; what a failed order had reserved comes back. */
  stock: number;
}

const plenty = 1_000_000_000;

/** What the simulator sells, with fresh stock: products, and one magic SKU for every induction at one dollar. */
export function stockedShelf(): Map<string, ShelfItem> {
  const products = [
    item('xbox-ar-game-pass', 'AR', 1_499, 'sync'),
    item('psn-tr-100', 'TR', 420, 'async'),
    item('steam-us-20', 'US', 2_000, 'sync'),
    item('esim-eu-5gb', 'EU', 950, 'async', 'esim'),
    item('itunes-de-25', 'DE', 2_725, 'sync'),
    item('razer-br-50', 'BR', 980, 'sync'),
    item('psn-in-1000', 'IN', 1_205, 'async'),
    item('nintendo-jp-limited', 'JP', 6_900, 'sync', 'pin', 10),
  ];
  const magic = allInductions.map((name) => item(magicSku(name), 'US', 100, 'sync'));
  return new Map([...products, ...magic].map((entry) => [entry.sku, entry]));
}

function item(
  sku: string,
  region: string,
  priceCents: Cents,
  supplier: 'sync' | 'async',
  codeType: 'pin' | 'esim' = 'pin',
  stock = plenty,
): ShelfItem {
  return { sku, region, priceCents, supplier, codeType, stock };
}

/** The shelf as the catalogue shows it. */
export function catalogueOf(shelf: ReadonlyMap<string, ShelfItem>): CatalogueEntry[] {
  return [...shelf.values()].map(({ sku, region, priceCents, stock }) => ({
    sku,
    region,
    priceCents,
    stock,
  }));
}
