import { type CatalogueEntry, readAvailableBalance, readCatalogue } from '../contract/catalogue.js';
import { ContractError } from '../contract/contract-error.js';
import { endpoints } from '../contract/endpoints.js';
import type { Cents } from '../contract/money.js';
import type { ApiConnection } from '../load/api-connection.js';
import { highestPricesCents } from '../load/worst-case.js';
import type { Profile } from '../profile/profile.js';
import { formatCents } from '../profile/usd.js';
import { StartError } from './start-error.js';
import { UnreachableError } from './unreachable-error.js';

/** What the API told before the load. */
export interface Preflight {
  /** What one order of each entry of the mix costs, in order; null where neither catalogue nor allow-list tells it. */
  readonly pricesCents: readonly Cents[] | null;
  /** What can still be spent; null where the API shows no balance. */
  readonly balanceCents: Cents | null;
}

/**
 * Asks for catalogue and balance before anything is ordered. Throws an UnreachableError when nothing answers at `url`, a StartError when
 * the key is refused, or when an SKU of the mix is not for sale, or not at a price that the profile allows.
 */
export async function preflight(
  connection: ApiConnection,
  url: string,
  profile: Pick<Profile, 'orders' | 'limits'>,
): Promise<Preflight> {
  const [catalogue, balanceCents] = await Promise.all([
    read(connection, url, endpoints.skus, readCatalogue),
    read(connection, url, endpoints.balance, readAvailableBalance),
  ]);
  return { pricesCents: orderPricesCents(profile, catalogue, url), balanceCents };
}

/** The resource at `path`, or null where the API has none. */
async function read<T>(
  connection: ApiConnection,
  url: string,
  path: string,
  reader: (body: Buffer) => T,
): Promise<T | null> {
  const outcome = await connection.get(path);
  if (outcome.kind === 'no_answer') {
    throw new UnreachableError(
      `nothing usable answers at ${url}: ${outcome.explanation}; is the API up, and is the url right?`,
    );
  }
  const { status, body } = outcome;
  if (status === 401 || status === 403) {
    throw new StartError(
      `${url} refused the API key (${status}); set FOXRELOAD_API_KEY to a key of this environment`,
    );
  }
  if (status === 404) return null;
  if (status !== 200 || body === null) {
    throw new UnreachableError(`${url}${path} answered ${status}; wanted 200 before any order is sent`);
  }
  try {
    return reader(body);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new StartError(`${url}${path} is not what an order API answers: ${error.explanation}`);
  }
}

/** Where the API shows no prices, those that the profile allows are taken for the true ones. */
function orderPricesCents(
  profile: Pick<Profile, 'orders' | 'limits'>,
  catalogue: readonly CatalogueEntry[] | null,
  url: string,
): readonly Cents[] | null {
  const highestCents = highestPricesCents(profile);
  if (catalogue === null && highestCents === null) return null;
  return profile.orders.map(({ sku, quantity }, at) => {
    const highest = highestCents?.[at] ?? null;
    return quantity * (catalogue === null ? (highest ?? 0) : pieceCents(sku, catalogue, highest, url));
  });
}

/** The price of one piece; of several that the catalogue has for one SKU, the highest. */
function pieceCents(
  sku: string,
  catalogue: readonly CatalogueEntry[],
  highest: Cents | null,
  url: string,
): Cents {
  const prices = catalogue.filter((entry) => entry.sku === sku).map(({ priceCents }) => priceCents);
  if (prices.length === 0) {
    const known = catalogue.slice(0, 8).map((candidate) => candidate.sku);
    throw new StartError(`the SKU ${sku} is not for sale at ${url}; for sale are ${known.join(', ')}, …`);
  }
  const price = Math.max(...prices);
  if (!Number.isSafeInteger(price) || Math.min(...prices) < 0) {
    throw new StartError(`the price of ${sku} at ${url} is no sum of money, so no limit can be kept`);
  }
  if (highest !== null && price > highest) {
    throw new StartError(
      `one piece of ${sku} costs ${formatCents(price)} at ${url}; limits.skus allows at most ${formatCents(highest)}`,
    );
  }
  return price;
}
