import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/profile/profile.js';
import { refusals } from '../../src/run/production-guard.js';
import { runProfile } from '../../src/run/run-profile.js';
import { StartError } from '../../src/run/start-error.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { profileOf } from './rig.js';

const load = { arrivals: 'uniform', stages: [{ rate: '10/s', for: '1s' }] };

/** Ten orders and a canary at up to 5 USD: 55 USD at worst. */
const production = profileOf({
  name: 'real',
  target: { environment: 'production' },
  load,
  orders: [{ sku: 'psn-tr-100' }],
  limits: { orders: 100, spend: '1000 USD', skus: { 'psn-tr-100': '5 USD' } },
});

const consent = { allowProduction: true, confirmedSpendCents: 5_500 };

function changed(parts: Partial<Profile>): Profile {
  return { ...production, ...parts };
}

test('a production run that was allowed, at its very worst case, may start', () => {
  expect(refusals(production, consent)).toEqual([]);
});

test('a run of play money needs no consent', () => {
  const sandbox = { environment: 'sandbox', url: 'http://127.0.0.1:4010' };
  expect(refusals(profileOf({ name: 'play', load, orders: [{ sku: 'a' }] }), {})).toEqual([]);
  expect(refusals(profileOf({ name: 'play', target: sandbox, load, orders: [{ sku: 'a' }] }), {})).toEqual(
    [],
  );
});

describe('a production run may not start', () => {
  const notAllowed =
    'real spends real money at https://api.foxreload.com, and that was not allowed; wanted --allow-production';
  const wanted = 'wanted --confirm-spend "55 USD", the worst case that foxload validate tells';

  test.each([
    ['without anything said', {}, [notAllowed, `the worst case was not confirmed; ${wanted}`]],
    ['that was not allowed', { confirmedSpendCents: 5_500 }, [notAllowed]],
    ['that was forbidden', { allowProduction: false, confirmedSpendCents: 5_500 }, [notAllowed]],
    ['unconfirmed', { allowProduction: true }, [`the worst case was not confirmed; ${wanted}`]],
    [
      'with a cent too little confirmed',
      { allowProduction: true, confirmedSpendCents: 5_499 },
      [`54.99 USD was confirmed, which is not the worst case; ${wanted}`],
    ],
    [
      'with a cent too much confirmed',
      { allowProduction: true, confirmedSpendCents: 5_501 },
      [`55.01 USD was confirmed, which is not the worst case; ${wanted}`],
    ],
    [
      'with nothing a number confirmed',
      { allowProduction: true, confirmedSpendCents: Number.NaN },
      [`NaN USD was confirmed, which is not the worst case; ${wanted}`],
    ],
  ])('%s', (_how, given, sentences) => {
    expect(refusals(production, given)).toEqual(sentences);
  });
});

describe('a profile that no check has seen is not taken on trust', () => {
  const { limits, target } = production;
  test.each<[string, Partial<Profile>, string]>([
    ['limits.orders', { limits: { ...limits, orders: null } }, 'the most orders that may be sent'],
    ['limits.spend', { limits: { ...limits, spendCents: null } }, 'the most that the run may cost'],
    ['limits.skus', { limits: { ...limits, skus: null } }, 'the only SKUs that may be ordered, with prices'],
    ['target.url', { target: { ...target, url: null } }, 'an https address, or one of this machine'],
  ])('%s', (key, parts, wanted) => {
    expect(refusals(changed(parts), consent)).toEqual([`${key} is missing; wanted ${wanted}`]);
  });

  test('nor its address, its journal and its mix', () => {
    const parts: Partial<Profile> = {
      target: { ...target, url: 'http://api.example.com' },
      journal: 'process',
      orders: [...production.orders, { sku: 'steam-us-20', quantity: 1, weight: 1 }],
    };
    expect(refusals(changed(parts), consent)).toEqual([
      'limits.skus does not allow steam-us-20, which is ordered',
      'target.url is http://api.example.com; wanted an https address, or one of this machine',
      'journal is process; wanted group or strict, which outlive the machine',
    ]);
  });

  test('nor its model', () => {
    const load = { model: 'closed', connections: 2, orders: 11, maxInFlight: 11, seed: 1 } as const;
    expect(refusals(changed({ load }), consent)).toEqual([
      'load.model is closed; wanted open, whose client verifies certificates',
    ]);
  });

  test('nor an environment that its address contradicts', () => {
    const sandbox = { ...target, environment: 'sandbox' } as const;
    expect(refusals(changed({ target: sandbox }), consent)).toEqual([
      'target.environment is sandbox, but https://api.foxreload.com is production; wanted target.environment production',
    ]);
  });
});

test('the library refuses as the command does, with every reason, before a folder or a socket is opened', async () => {
  const reportsFolder = join(temporaryFolder(), 'reports');
  // No credentials either: they would be the first thing to be missed.
  const refused = runProfile(production, { reportsFolder, environment: {} });
  await expect(refused).rejects.toThrow(StartError);
  await expect(refused).rejects.toThrow(refusals(production, {}).join('\n'));
  expect(existsSync(reportsFolder)).toBe(false);
});
