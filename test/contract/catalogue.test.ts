import { expect, it } from 'vitest';
import {
  encodeBalance,
  encodeCatalogue,
  readAvailableBalance,
  readCatalogue,
} from '../../src/contract/catalogue.js';
import { centsFromUsd, usdFromCents } from '../../src/contract/money.js';

it('the catalogue is read as it was written', () => {
  const entries = [
    { sku: 'xbox-ar-game-pass', region: 'AR', priceCents: 1999, stock: 1000 },
    { sku: 'psn-tr-100', region: 'TR', priceCents: 7, stock: 0 },
  ];
  expect(readCatalogue(Buffer.from(encodeCatalogue(entries)))).toEqual(entries);
});

it('the balance that can be spent is the balance without the holds', () => {
  expect(readAvailableBalance(Buffer.from(encodeBalance(100_010, 30)))).toBe(99_980);
});

it('cents survive the way through dollars', () => {
  for (let cents = 0; cents <= 100_000; cents += 1) expect(centsFromUsd(usdFromCents(cents))).toBe(cents);
});
