import { describe, expect, it } from 'vitest';
import type { Induction } from '../../src/contract/induction.js';
import { inductionDraws } from '../../src/sandbox/drawn-inductions.js';
import { induces, inductionSet, inductionsIn } from '../../src/sandbox/induction-set.js';
import { headerInductions, skuInductions } from '../../src/sandbox/requested-inductions.js';

describe('drawn inductions', () => {
  const rates = {
    seed: 5,
    failures: { supplier_timeout: 0.1, out_of_stock: 0.2 },
    webhooks: { duplicate: 0.3 },
    api: { error_500: 0.25, slow: 0.25, forget_key: 0.5 },
  };
  const draws = inductionDraws(rates);
  const orders = Array.from({ length: 20_000 }, (_, n) => draws.forOrder(n, 0));
  const share = (sets: readonly number[], ...names: readonly Induction[]) =>
    sets.filter((set) => names.every((name) => induces(set, name))).length / sets.length;

  it('come as often as their rates say', () => {
    expect(Math.abs(share(orders, 'supplier_timeout') - 0.1)).toBeLessThan(0.01);
    expect(Math.abs(share(orders, 'out_of_stock') - 0.2)).toBeLessThan(0.01);
    expect(Math.abs(share(orders, 'duplicate') - 0.3)).toBeLessThan(0.01);
    expect(Math.abs(share(orders, 'forget_key') - 0.5)).toBeLessThan(0.01);
  });

  it('give an order one fate at most', () => {
    expect(share(orders, 'supplier_timeout', 'out_of_stock')).toBe(0);
  });

  it('strike create calls and not orders with API faults', () => {
    const calls = Array.from({ length: 20_000 }, (_, n) => draws.forCall(n));
    expect(Math.abs(share(calls, 'error_500') - 0.25)).toBeLessThan(0.01);
    expect(Math.abs(share(calls, 'slow') - 0.25)).toBeLessThan(0.01);
    expect(share(calls, 'forget_key')).toBe(0);
    expect(share(orders, 'error_500')).toBe(0);
  });

  it('leave a requested fate alone', () => {
    const always = inductionDraws({ ...rates, failures: { out_of_stock: 1 } });
    expect(inductionsIn(always.forOrder(1, inductionSet('refunded')))).not.toContain('out_of_stock');
    expect(inductionsIn(always.forOrder(1, 0))).toContain('out_of_stock');
  });
});

describe('requested inductions', () => {
  it('are read from the header, with spaces, and from magic SKUs', () => {
    expect(headerInductions('supplier_timeout, duplicate')).toBe(
      inductionSet('supplier_timeout', 'duplicate'),
    );
    expect(headerInductions(undefined)).toBe(0);
    expect(skuInductions('sandbox-reset-after')).toBe(inductionSet('reset_after'));
    expect(skuInductions('steam-us-20')).toBe(0);
  });

  it('with an unknown name are answered with the name and the valid ones', () => {
    const error = headerInductions('supplier_timeuot');
    expect(error).toMatchObject({ error: 'invalid_request' });
    expect(JSON.stringify(error)).toContain('supplier_timeuot');
    expect(JSON.stringify(error)).toContain('supplier_timeout, payment_3ds_failed');
  });

  it('are limited in number', () => {
    expect(headerInductions('drop,'.repeat(17))).toMatchObject({ error: 'invalid_request' });
  });
});
