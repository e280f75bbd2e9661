import { expect, test } from 'vitest';
import type { Profile } from '../../src/profile/profile.js';
import { readProfile } from '../../src/profile/read-profile.js';

const smallest =
  'name: small\nload: { stages: [ { rate: 5/s, for: 3s } ] }\norders: [ { sku: steam-us-20 } ]\n';

const smallestProfile: Profile = {
  name: 'small',
  source: smallest,
  journal: 'process',
  target: {
    environment: 'embedded',
    dialect: 'header-key',
    url: null,
    caFile: null,
    attemptTimeoutMs: 10_000,
    connections: 1_000,
  },
  receiver: { host: '127.0.0.1', port: 0, path: '/webhooks', signature: 'standard' },
  load: {
    model: 'open',
    arrivals: 'poisson',
    stages: [{ kind: 'constant', ratePerSecond: 5, durationMs: 3_000 }],
    maxInFlight: 50_000,
    seed: 1,
  },
  orders: [{ sku: 'steam-us-20', quantity: 1, weight: 1 }],
  replays: 0,
  deadlineMs: 300_000,
  limits: { orders: null, spendCents: null, skus: null },
  abort: {
    errorRate: null,
    failureRate: null,
    webhookSilenceMs: null,
    p99Ms: null,
    loopDelayMs: null,
    afterOrders: 20,
  },
  objectives: [],
  monitor: null,
  budgets: [],
  sandbox: {
    speed: 100,
    seed: 7,
    curve: 'healthy',
    failures: {},
    webhooks: {},
    api: {},
    intermediateWebhooks: false,
    webhookDelayMs: 30_000,
    slowAnswerMs: 5_000,
    stall: null,
    balanceCents: 100_000_000,
    rateLimitPerSecond: null,
    capacity: null,
  },
};

/** What a budget is that is written in the plainest way. */
const plain = { severity: 'fail', withinMs: null, selection: null } as const;

test('the smallest profile gets a default for everything else', () => {
  expect(readProfile(smallest, 'small.yaml')).toStrictEqual(smallestProfile);
});

test('a profile that says everything is read with every unit resolved', () => {
  const text = `
name: every-key_1
target: { environment: embedded, dialect: body-key, attemptTimeout: 2.5s, connections: 64 }
receiver: { listen: "[::1]:9000", path: /hooks/fox, signature: timestamped }
load:
  model: open
  arrivals: uniform
  stages: [ { rate: 600/m, for: 1h30m }, { rate: 0.5/s, over: 1m }, { spike: 36/h, for: 250ms } ]
  maxInFlight: 1000
  seed: 0
orders: [ { sku: esim-eu-5gb, quantity: 2, weight: 0.5 }, { sku: psn-tr-100 } ]
replays: 0.01
deadline: 45s
limits: { orders: 20000, spend: 0.50 USD, skus: { psn-tr-100: 5 USD, esim-eu-5gb: 0.05 USD, constructor: 1 USD } }
abort: { errorRate: 5%, failureRate: 0.2, webhookSilence: 40s, p99: 45s, loopDelay: 200ms, after: 50 }
journal: strict
budgets: [ delivery.p95 < 45s, "success.rate > 95%" ]
sandbox:
  speed: 12.5
  seed: 42
  curve: published
  failures: { supplier_timeout: 1%, out_of_stock: 0.005 }
  webhooks: { duplicate: 100% }
  api: { slow: 0.1% }
  intermediateWebhooks: true
  webhookDelay: 0s
  slowAnswer: 1s
  stall: { at: 1m, for: 10s }
  balance: 99.99 USD
  rateLimit: 100/s
  capacity: { suppliers: 20, serviceTime: 200ms }
`;
  const wanted: Profile = {
    name: 'every-key_1',
    source: text,
    journal: 'strict',
    target: {
      environment: 'embedded',
      dialect: 'body-key',
      url: null,
      caFile: null,
      attemptTimeoutMs: 2_500,
      connections: 64,
    },
    receiver: { host: '::1', port: 9_000, path: '/hooks/fox', signature: 'timestamped' },
    load: {
      model: 'open',
      arrivals: 'uniform',
      stages: [
        { kind: 'constant', ratePerSecond: 10, durationMs: 5_400_000 },
        { kind: 'ramp', ratePerSecond: 0.5, durationMs: 60_000 },
        { kind: 'spike', ratePerSecond: 0.01, durationMs: 250 },
      ],
      maxInFlight: 1_000,
      seed: 0,
    },
    orders: [
      { sku: 'esim-eu-5gb', quantity: 2, weight: 0.5 },
      { sku: 'psn-tr-100', quantity: 1, weight: 1 },
    ],
    replays: 0.01,
    deadlineMs: 45_000,
    limits: {
      orders: 20_000,
      spendCents: 50,
      skus: [
        { sku: 'psn-tr-100', maxPriceCents: 500 },
        { sku: 'esim-eu-5gb', maxPriceCents: 5 },
        { sku: 'constructor', maxPriceCents: 100 },
      ],
    },
    abort: {
      errorRate: 0.05,
      failureRate: 0.2,
      webhookSilenceMs: 40_000,
      p99Ms: 45_000,
      loopDelayMs: 200,
      afterOrders: 50,
    },
    objectives: [],
    monitor: null,
    budgets: [
      { text: 'delivery.p95 < 45s', metric: 'delivery.p95', operator: '<', threshold: 45_000, ...plain },
      { text: 'success.rate > 95%', metric: 'success.rate', operator: '>', threshold: 0.95, ...plain },
    ],
    sandbox: {
      speed: 12.5,
      seed: 42,
      curve: 'published',
      failures: { supplier_timeout: 0.01, out_of_stock: 0.005 },
      webhooks: { duplicate: 1 },
      api: { slow: 0.001 },
      intermediateWebhooks: true,
      webhookDelayMs: 0,
      slowAnswerMs: 1_000,
      stall: { atMs: 60_000, durationMs: 10_000 },
      balanceCents: 9_999,
      rateLimitPerSecond: 100,
      capacity: { suppliers: 20, serviceTimeMs: 200 },
    },
  };
  expect(readProfile(text, 'every.yaml')).toStrictEqual(wanted);
});

test('a sandbox of somebody else is spoken to at its address, and webhooks come in at a fixed port', () => {
  const text = `${smallest}target: { environment: sandbox, url: http://127.0.0.1:4010/, caFile: ca.pem }\n`;
  const profile = readProfile(text, 'p.yaml');
  expect(profile.target.url).toBe('http://127.0.0.1:4010');
  expect(profile.target.caFile).toBe('ca.pem');
  expect(profile.receiver).toStrictEqual({
    host: '127.0.0.1',
    port: 8_787,
    path: '/webhooks',
    signature: 'standard',
  });
});

const productionLimits = 'limits: { orders: 10, spend: 100 USD, skus: { steam-us-20: 20 USD } }\n';

/** Where a production run with these keys of `target` would go. */
function productionUrl(keys: string): string | null {
  const target = `target: { environment: production${keys} }\n`;
  return readProfile(smallest + productionLimits + target, 'p.yaml').target.url;
}

test('production has an address of its own, and may be given another one', () => {
  expect(productionUrl('')).toBe('https://api.foxreload.com');
  const other = 'https://api.example.com:8443/fox';
  expect(productionUrl(`, url: ${other}`)).toBe(other);
});

test.each(['http://127.0.0.1:4010', 'http://127.8.9.1', 'http://localhost:80', 'http://[::1]:4010'])(
  'production may be reached in the clear through %s, which does not leave this machine',
  (url) => {
    expect(productionUrl(`, url: "${url}"`)).toBe(url);
  },
);

test.each([
  ['embedded', '', 'process'],
  ['sandbox', ', url: http://127.0.0.1:4010', 'group'],
  ['production', '', 'group'],
])('the journal of a run against %s is as safe as its money is real', (environment, keys, journal) => {
  const target = `target: { environment: ${environment}${keys} }\n`;
  expect(readProfile(smallest + productionLimits + target, 'p.yaml').journal).toBe(journal);
});

test('ten shares of a tenth are the whole, not more', () => {
  const names =
    'insufficient_funds out_of_stock stock_revoked supplier_timeout payment_3ds_failed invalid_region order_timeout stuck_pending stuck_reserved refunded';
  const shares = names.split(' ').map((name) => `${name}: 10%`);
  const profile = readProfile(`${smallest}sandbox: { failures: { ${shares.join(', ')} } }\n`, 'p.yaml');
  expect(Object.values(profile.sandbox.failures)).toStrictEqual(Array(10).fill(0.1));
});

test('a profile may begin with a byte order mark, and be JSON', () => {
  const json = JSON.stringify({
    name: 'small',
    load: { stages: [{ rate: '5/s', for: '3s' }] },
    orders: [{ sku: 'steam-us-20' }],
  });
  const marked = `\uFEFF${smallest}`;
  expect(readProfile(marked, 'p.yaml')).toStrictEqual({ ...smallestProfile, source: marked });
  expect(readProfile(json, 'p.json')).toStrictEqual({ ...smallestProfile, source: json });
});
