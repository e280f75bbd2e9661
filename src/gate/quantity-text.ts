/** The units in which budgets and observations are held. */
export type QuantityUnit = 'ms' | 'ratio' | 'count' | 'cents';

/** At most `digits` decimals, none where they are zeros: 48.2, not 48.200. */
function decimal(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

const texts: Readonly<Record<QuantityUnit, (value: number) => string>> = {
  ms: (ms) => (ms < 1000 ? `${decimal(ms, 3)} ms` : `${decimal(ms / 1000, 3)} s`),
  ratio: (ratio) => `${decimal(ratio * 100, 4)} %`,
  count: (count) => decimal(count, 3),
  cents: (cents) => `${(cents / 100).toFixed(2)} USD`,
};

/** A quantity as people read it: `48.2 s`, `850 ms`, `94.3 %`, `12.50 USD`, `3`. */
export function quantityText(value: number, unit: QuantityUnit): string {
  return texts[unit](value);
}
