import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { shippedProfileNames } from '../../src/profile/profile-file.js';
import { profileJsonSchema } from '../../src/profile/profile-json-schema.js';
import { problemsOf } from './problems-of.js';

function shipped(file: string): string {
  return readFileSync(new URL(`../../profiles/${file}`, import.meta.url), 'utf8');
}

// Strict but for types: a stage says in a branch without a type which of its keys belong together.
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
}).compile(JSON.parse(profileJsonSchema()));

const good = {
  name: 'good',
  load: { stages: [{ rate: '5/s', for: '3s' }] },
  orders: [{ sku: 'steam-us-20' }],
};

function withStage(stage: Record<string, unknown>) {
  return { ...good, load: { stages: [stage] } };
}

test('the committed schema is current: npm run schema writes it', () => {
  expect(shipped('profile.schema.json')).toBe(profileJsonSchema());
});

test.each(shippedProfileNames())('the shipped profile %s keeps to the schema', (name) => {
  expect(validate(parse(shipped(`${name}.yaml`)))).toBe(true);
});

test.each([
  good,
  withStage({ rate: '600/m', over: '1h30m' }),
  withStage({ spike: '0.5/s', for: '250ms' }),
  { ...good, replays: 0.01 },
  { ...good, replays: '0.1%', deadline: '1.5s' },
  { ...good, sandbox: { failures: { supplier_timeout: '1%' }, stall: { at: '0s', for: '3s' } } },
  { ...good, budgets: ['delivery.p95<45s', 'spend <= 0.50 USD', 'webhooks.outOfOrder.rate == 0%'] },
  { ...good, budgets: ['warn: delivery.p95 < 45s', { warn: 'delivery.p99 < 90s' }] },
  {
    ...good,
    budgets: [{ budget: 'delivery.within(45s) >= 95%', severity: 'warn' }, { budget: 'lost == 0' }],
  },
  { ...good, target: { environment: 'sandbox', url: 'http://127.0.0.1:4010' } },
  { ...good, limits: { skus: { 'steam-us-20': '20 USD' } }, journal: 'strict' },
  { ...good, abort: { errorRate: '5%', p99: '3m', webhookSilence: '60s', after: 1 } },
  { ...good, load: { model: 'open', ...good.load } },
  { ...good, load: { model: 'closed', connections: 50, orders: 100_000 } },
])('editor and program both take %j', (profile) => {
  expect(validate(profile)).toBe(true);
  expect(problemsOf(JSON.stringify(profile))).toStrictEqual([]);
});

test.each([
  { ...good, nam: 'x' },
  { name: 'x', orders: good.orders },
  { ...good, orders: [] },
  { ...good, orders: [{ sku: 'a', weight: 0 }] },
  { ...good, load: { ...good.load, arivals: 'poisson' } },
  { ...good, load: { ...good.load, arrivals: 'poison' } },
  { ...good, load: { ...good.load, model: 'closed' } },
  { ...good, load: { model: 'closed', connections: 50 } },
  { ...good, load: { model: 'closed', connections: 0, orders: 5 } },
  { ...good, load: { model: 'open', connections: 5, orders: 5 } },
  withStage({ rate: '-1/s', for: '3s' }),
  withStage({ rate: 5, for: '3s' }),
  withStage({ rate: '5/s' }),
  withStage({ rate: '5/s', for: '3s', over: '3s' }),
  withStage({ rate: '5/s', spike: '5/s', for: '3s' }),
  withStage({ rate: '5/s', spike: '5/s', over: '3s' }),
  withStage({ spike: '5/s', over: '3s' }),
  { ...good, replays: '2' },
  { ...good, replays: '101%' },
  { ...good, replays: 1.5 },
  { ...good, deadline: '5 minutes' },
  { ...good, limits: { spend: '100 EUR' } },
  { ...good, limits: { skus: {} } },
  { ...good, limits: { skus: { 'steam us': '20 USD' } } },
  { ...good, limits: { skus: { 'steam-us-20': 20 } } },
  { ...good, abort: { p99: '3' } },
  { ...good, journal: 'none' },
  { ...good, budgets: ['delivery.p9 < 45s'] },
  { ...good, budgets: ['delivery.within >= 95%'] },
  { ...good, budgets: ['spend{stage=1} < 5 USD'] },
  { ...good, budgets: [{ budget: 'lost == 0', severity: 'worn' }] },
  { ...good, budgets: ['delivery.p95 < 95%'] },
  { ...good, budgets: ['success.rate > 45s'] },
  { ...good, target: { url: 'ftp://a.b', environment: 'sandbox' } },
  { ...good, sandbox: { failures: { suplier_timeout: '1%' } } },
  { ...good, sandbox: { curve: 'helthy' } },
  { ...good, receiver: { listen: '8787' } },
])('editor and program both refuse %j', (profile) => {
  expect(validate(profile)).toBe(false);
  expect(problemsOf(JSON.stringify(profile)).length).toBeGreaterThan(0);
});
