import type { ApiError } from '../contract/api-error.js';
import { inductionHeader, magicSku } from '../contract/induction.js';
import { allInductions, type InductionSet, inductionSet } from './induction-set.js';
import { sandboxLimits } from './sandbox-limits.js';

const byName = new Map<string, InductionSet>(allInductions.map((name) => [name, inductionSet(name)]));
const bySku = new Map<string, InductionSet>(
  allInductions.map((name) => [magicSku(name), inductionSet(name)]),
);

/** What a magic SKU asks for; the empty set for every other SKU. */
export function skuInductions(sku: string): InductionSet {
  return bySku.get(sku) ?? 0;
}

/** What the request header asks for, or the error that lists the valid names. */
export function headerInductions(header: string | readonly string[] | undefined): InductionSet | ApiError {
  if (header === undefined) return 0;
  const names = String(header)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > sandboxLimits.inductionNames) {
    return {
      error: 'invalid_request',
      message: `${inductionHeader} has ${names.length} names; at most ${sandboxLimits.inductionNames} are read`,
    };
  }
  let set = 0;
  for (const name of names) {
    const bit = byName.get(name);
    if (bit === undefined) return unknownName(name);
    set |= bit;
  }
  return set;
}

function unknownName(name: string): ApiError {
  const found = JSON.stringify(name.slice(0, 50));
  return {
    error: 'invalid_request',
    message: `${inductionHeader} names ${found}; valid names are ${allInductions.join(', ')}`,
  };
}
