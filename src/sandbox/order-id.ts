/** Names orders: the same number gets the same id under one seed, and another under another seed. */
export interface OrderIds {
  idOf(number: number): string;
  /** The number in an id of this seed; null for any other text. */
  numberOf(orderId: string): number | null;
}

export function orderIds(seed: number): OrderIds {
  const prefix = `ord_${((Math.imul(seed, 0x9e3779b1) >>> 12) & 0xfffff).toString(16).padStart(5, '0')}`;
  const form = /^[0-9a-z]{7,11}$/;
  return {
    idOf: (number) => prefix + number.toString(36).padStart(7, '0'),
    numberOf(orderId) {
      const digits = orderId.slice(prefix.length);
      if (!orderId.startsWith(prefix) || !form.test(digits)) return null;
      const number = Number.parseInt(digits, 36);
      return number.toString(36).padStart(7, '0') === digits ? number : null;
    },
  };
}
