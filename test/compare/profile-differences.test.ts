import { describe, expect, it } from 'vitest';
import { profileDifferences } from '../../src/compare/profile-differences.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { profileText } from '../commands/written-profile.js';

function between(base: Readonly<Record<string, unknown>>, head: Readonly<Record<string, unknown>>) {
  const read = (parts: Readonly<Record<string, unknown>>) => readProfile(profileText(parts), 'test.yaml');
  return profileDifferences(read(base), read(head));
}

describe('profiles that are compared', () => {
  it('may differ in name, budgets and seeds', () => {
    const head = {
      name: 'other',
      budgets: ['success.rate > 90%'],
      load: { arrivals: 'uniform', seed: 9, stages: [{ rate: '100/s', for: '1s' }] },
      sandbox: { speed: 500, seed: 4 },
    };
    expect(between({}, head)).toEqual([]);
  });

  it('tell a difference in load, deadline and orders in the units of a profile', () => {
    const head = {
      deadline: '2s',
      load: { arrivals: 'poisson', stages: [{ rate: '120/s', for: '1500ms' }] },
      orders: [{ sku: 'psn-tr-100', quantity: 2 }],
    };
    expect(between({}, head)).toEqual([
      { path: 'load.arrivals', base: 'uniform', head: 'poisson' },
      { path: 'load.stages[0].rate', base: '100/s', head: '120/s' },
      { path: 'load.stages[0].duration', base: '1s', head: '1.5s' },
      { path: 'orders[0].quantity', base: '1', head: '2' },
      { path: 'deadline', base: '3s', head: '2s' },
    ]);
  });

  it('tell a knob of the simulator that only one has', () => {
    const head = { sandbox: { speed: 400, seed: 3, failures: { supplier_timeout: '1%' } } };
    expect(between({}, head)).toEqual([
      { path: 'sandbox.speed', base: '500', head: '400' },
      { path: 'sandbox.failures.supplier_timeout', base: '–', head: '0.01' },
    ]);
  });

  it('tell another dialect and another load stage', () => {
    const head = {
      target: { environment: 'embedded', dialect: 'body-key' },
      load: {
        arrivals: 'uniform',
        stages: [
          { rate: '100/s', for: '1s' },
          { rate: '50/s', for: '1s' },
        ],
      },
    };
    expect(between({}, head).map(({ path, base }) => [path, base])).toEqual([
      ['target.dialect', 'header-key'],
      ['load.stages[1].kind', '–'],
      ['load.stages[1].rate', '–'],
      ['load.stages[1].duration', '–'],
    ]);
  });
});
