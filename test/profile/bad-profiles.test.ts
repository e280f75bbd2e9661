import { describe, expect, test } from 'vitest';
import { ProfileError } from '../../src/profile/profile-error.js';
import { readProfile } from '../../src/profile/read-profile.js';
import { problemsOf } from './problems-of.js';

/** A good profile of ten lines, each of which a case replaces by number. */
const good = [
  'name: good',
  'target: { environment: embedded }',
  'receiver: { path: /webhooks }',
  'load: { stages: [ { rate: 5/s, for: 3s } ] }',
  'orders: [ { sku: steam-us-20 } ]',
  'replays: 1%',
  'deadline: 4s',
  'limits: { orders: 100, spend: 100 USD }',
  'budgets: [ delivery.p95 < 450ms ]',
  'sandbox: { speed: 100 }',
];

function withLine(line: number, text: string): string {
  return good.map((original, index) => (index === line - 1 ? text : original)).join('\n');
}

function messagesOf(text: string): string[] {
  return problemsOf(text).map(({ message }) => message);
}

const topKeys =
  'name, target, receiver, load, orders, replays, deadline, limits, abort, journal, budgets, objectives, monitor, sandbox';
const forms = '{rate, for} to hold a rate, {rate, over} to move to it or {spike, for} to jump there and back';
const url = 'an address like https://api.example.com, without user, query or fragment';
const share = 'a share from 0% to 100% like 1% or 0.01';

test('the profile that the cases start from is good', () => {
  expect(problemsOf(good.join('\n'))).toStrictEqual([]);
});

describe('one line is wrong, and the message says where, what and what instead', () => {
  test.each([
    // Names
    [
      1,
      'name: [a]',
      'name is a list of 1; wanted a name like steady, of at most 64 letters, digits, hyphens and underscores',
    ],
    [
      1,
      'name: a/b',
      'name is "a/b"; wanted a name like steady, of at most 64 letters, digits, hyphens and underscores',
    ],
    // Unknown keys and names
    [6, 'replay: 1%', `replay is an unknown key; wanted one of ${topKeys} (did you mean replays?)`],
    [6, 'throughput: 1%', `throughput is an unknown key; wanted one of ${topKeys}`],
    [6, '__proto__: 1%', `__proto__ is an unknown key; wanted one of ${topKeys}`],
    [6, '"a b.c": 1%', `["a b.c"] is an unknown key; wanted one of ${topKeys}`],
    [
      4,
      'load: { arivals: poisson, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.arivals is an unknown key; wanted one of model, arrivals, stages, maxInFlight, seed (did you mean arrivals?)',
    ],
    [
      4,
      'load: { arrivals: poison, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.arrivals is "poison"; wanted one of uniform, poisson (did you mean poisson?)',
    ],
    [
      4,
      'load: { model: clsed, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.model is "clsed"; wanted one of open, closed (did you mean closed?)',
    ],
    [4, 'load: { model: 5 }', 'load.model is 5; wanted one of open, closed'],
    [
      4,
      'load: { model: closed, orders: 9, connections: 3, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.stages is an unknown key; wanted one of model, connections, orders, maxInFlight, seed',
    ],
    [
      4,
      'load: { model: closed, connections: 3 }',
      'load.orders is missing; wanted a whole number from 1 to 100000000',
    ],
    [
      4,
      'load: { model: closed, orders: 9, connections: 2000 }',
      'load.connections is 2000; wanted a whole number from 1 to 1000',
    ],
    [
      2,
      'target: { dialect: headerkey }',
      'target.dialect is "headerkey"; wanted one of header-key, body-key (did you mean header-key?)',
    ],
    [
      2,
      'target: { environment: staging }',
      'target.environment is "staging"; wanted one of embedded, sandbox, production',
    ],
    [
      3,
      'receiver: { signature: standart }',
      'receiver.signature is "standart"; wanted one of standard, timestamped (did you mean standard?)',
    ],
    [10, 'sandbox: { curve: 5 }', 'sandbox.curve is 5; wanted one of healthy, published'],
    // Sections of another kind
    [2, 'target:', 'target is empty; wanted a mapping with keys such as environment'],
    [3, 'receiver: 8787', 'receiver is 8787; wanted a mapping with keys such as listen'],
    [4, 'load: []', 'load is a list of 0; wanted a mapping with keys such as model'],
    // Stages
    [4, 'load: {}', 'load.stages is missing; wanted a list of 1 to 200 stages like {rate: 50/s, for: 30s}'],
    [
      4,
      'load: { stages: [] }',
      'load.stages is a list of 0; wanted a list of 1 to 200 stages like {rate: 50/s, for: 30s}',
    ],
    [
      4,
      'load: { stages: [ { rate: -1/s, for: 3s } ] }',
      'load.stages[0].rate is "-1/s"; wanted a positive rate like 50/s',
    ],
    [
      4,
      'load: { stages: [ { rate: 0/s, for: 3s } ] }',
      'load.stages[0].rate is "0/s"; wanted a positive rate like 50/s',
    ],
    [
      4,
      'load: { stages: [ { rate: 50, for: 3s } ] }',
      'load.stages[0].rate is 50; wanted a positive rate like 50/s',
    ],
    [
      4,
      'load: { stages: [ { rate: 50s, for: 3s } ] }',
      'load.stages[0].rate is "50s"; wanted a positive rate like 50/s',
    ],
    [
      4,
      'load: { stages: [ { rate: 2000000/s, for: 3s } ] }',
      'load.stages[0].rate is "2000000/s"; wanted a positive rate like 50/s, at most 1000000/s',
    ],
    [
      4,
      'load: { stages: [ { rate: 5/s, for: 3 } ] }',
      'load.stages[0].for is 3; wanted a positive duration like 30s',
    ],
    [
      4,
      'load: { stages: [ { rate: 5/s, for: 5 minutes } ] }',
      'load.stages[0].for is "5 minutes"; wanted a positive duration like 30s',
    ],
    [
      4,
      'load: { stages: [ { rate: 5/s, for: 400d } ] }',
      'load.stages[0].for is "400d"; wanted a positive duration like 30s, at most 366d',
    ],
    [
      4,
      'load: { stages: [ { rate: 5/s, over: 0s } ] }',
      'load.stages[0].over is "0s"; wanted a positive duration like 1m',
    ],
    [4, 'load: { stages: [ { rate: 5/s } ] }', `load.stages[0] is {rate}; wanted ${forms}`],
    [
      4,
      'load: { stages: [ { rate: 5/s, for: 3s, over: 3s } ] }',
      `load.stages[0] is {rate, for, over}; wanted ${forms}`,
    ],
    [4, 'load: { stages: [ { spike: 5/s, over: 3s } ] }', `load.stages[0] is {spike, over}; wanted ${forms}`],
    [
      4,
      'load: { stages: [ { rate: 5/s, spike: 9/s, for: 3s } ] }',
      `load.stages[0] is {rate, spike, for}; wanted ${forms}`,
    ],
    [4, 'load: { stages: [ {} ] }', `load.stages[0] is {}; wanted ${forms}`],
    [
      4,
      'load: { maxInFlight: 0, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.maxInFlight is 0; wanted a whole number from 1 to 1000000',
    ],
    [
      4,
      'load: { seed: 1.5, stages: [ { rate: 5/s, for: 3s } ] }',
      'load.seed is 1.5; wanted a whole number from 0 to 9007199254740991',
    ],
    // Orders
    [5, 'orders: []', 'orders is a list of 0; wanted a list of 1 to 1000 orders like {sku: steam-us-20}'],
    [
      5,
      'orders: steam-us-20',
      'orders is "steam-us-20"; wanted a list of 1 to 1000 orders like {sku: steam-us-20}',
    ],
    [
      5,
      'orders: [ { quantity: 1 } ]',
      'orders[0].sku is missing; wanted an SKU like steam-us-20, of letters, digits and ._-',
    ],
    [
      5,
      'orders: [ { sku: a, quantity: 0 } ]',
      'orders[0].quantity is 0; wanted a whole number from 1 to 1000',
    ],
    [
      5,
      'orders: [ { sku: a, weight: 0 } ]',
      'orders[0].weight is 0; wanted a positive number up to 1000000 like 3',
    ],
    [
      5,
      'orders: [ { sku: a, weight: .inf } ]',
      'orders[0].weight is Infinity; wanted a positive number up to 1000000 like 3',
    ],
    // Shares, deadline, limits
    [6, 'replays: 2', `replays is 2; wanted ${share}`],
    [6, 'replays: -1%', `replays is "-1%"; wanted ${share}`],
    [6, 'replays: 101%', `replays is "101%"; wanted ${share}`],
    [7, 'deadline: 0s', 'deadline is "0s"; wanted a positive duration like 5m'],
    [7, 'deadline:', 'deadline is empty; wanted a positive duration like 5m'],
    [7, 'deadline: 5/m', 'deadline is "5/m"; wanted a positive duration like 5m'],
    [8, 'limits: { orders: 0 }', 'limits.orders is 0; wanted a whole number from 1 to 1000000000'],
    [8, 'limits: { spend: 100 }', 'limits.spend is 100; wanted a positive sum like 100 USD'],
    [8, 'limits: { spend: 100 EUR }', 'limits.spend is "100 EUR"; wanted a positive sum like 100 USD'],
    [8, 'limits: { spend: 1.005 USD }', 'limits.spend is "1.005 USD"; wanted a positive sum like 100 USD'],
    [8, 'limits: { spend: 0 USD }', 'limits.spend is "0 USD"; wanted a positive sum like 100 USD'],
    [
      8,
      'limits: { skus: [ steam-us-20 ] }',
      'limits.skus is a list of 1; wanted a mapping of 1 to 1000 SKUs to the highest price of one piece like {psn-tr-100: 5 USD}',
    ],
    [
      8,
      'limits: { skus: {} }',
      'limits.skus is {}; wanted a mapping of 1 to 1000 SKUs to the highest price of one piece like {psn-tr-100: 5 USD}',
    ],
    [
      8,
      'limits: { skus: { steam-us-20: 5 } }',
      'limits.skus.steam-us-20 is 5; wanted a positive sum like 5 USD',
    ],
    [
      8,
      'limits: { skus: { steam-us-20: 20 USD, "a b": 5 USD } }',
      'limits.skus["a b"] is no usable key; wanted an SKU like steam-us-20, of letters, digits and ._-',
    ],
    // Abort and journal
    [6, 'abort: { errorRate: 5 }', `abort.errorRate is 5; wanted ${share}`],
    [6, 'abort: { failureRate: 101% }', `abort.failureRate is "101%"; wanted ${share}`],
    [6, 'abort: { webhookSilence: 60 }', 'abort.webhookSilence is 60; wanted a positive duration like 60s'],
    [
      6,
      'abort: { p99: 5s }',
      'abort.p99 is "5s"; wanted at most the deadline of 4s, because no later time is measured',
    ],
    [6, 'abort: { loopDelay: 0s }', 'abort.loopDelay is "0s"; wanted a positive duration like 200ms'],
    [6, 'abort: { after: 0 }', 'abort.after is 0; wanted a whole number from 1 to 1000000'],
    [
      6,
      'abort: { errorrate: 5% }',
      'abort.errorrate is an unknown key; wanted one of errorRate, failureRate, webhookSilence, p99, loopDelay, after (did you mean errorRate?)',
    ],
    [6, 'journal: sync', 'journal is "sync"; wanted one of process, group, strict'],
    // Budgets
    [
      9,
      'budgets: [ delivery.p9 < 9s ]',
      'budgets[0] is "delivery.p9 < 9s"; wanted a known metric instead of delivery.p9 (did you mean delivery.p90?)',
    ],
    [
      9,
      'budgets: [ delivery.p95 < 95% ]',
      'budgets[0] is "delivery.p95 < 95%"; wanted a duration like 45s as its threshold',
    ],
    [
      9,
      'budgets: [ delivery.p95 =< 9s ]',
      'budgets[0] is "delivery.p95 =< 9s"; wanted one of the operators < <= > >= == instead of =<',
    ],
    [
      9,
      'budgets: [ 5 ]',
      'budgets[0] is 5; wanted metric, operator and threshold like delivery.p95 < 45s, or {budget, severity}',
    ],
    [
      9,
      'budgets: [ { budget: delivery.p9 < 9s, severity: warn } ]',
      'budgets[0].budget is "delivery.p9 < 9s"; wanted a known metric instead of delivery.p9 (did you mean delivery.p90?)',
    ],
    [
      9,
      'budgets: [ { budget: delivery.p95 < 9s, severity: worn } ]',
      'budgets[0].severity is "worn"; wanted one of fail, warn (did you mean warn?)',
    ],
    [
      9,
      'budgets: [ { budget: delivery.p95 < 9s, serverity: warn } ]',
      'budgets[0].serverity is an unknown key; wanted one of budget, severity (did you mean severity?)',
    ],
    [
      9,
      'budgets: [ failures.rate < 0% ]',
      'budgets[0] is "failures.rate < 0%"; wanted a threshold above 0, because no run can keep this one',
    ],
    [
      9,
      'budgets: [ "delivery.p95{sku=steam-us-2} < 9s" ]',
      'budgets[0] is "delivery.p95{sku=steam-us-2} < 9s"; wanted an SKU that the profile orders instead of steam-us-2: steam-us-20 (did you mean steam-us-20?)',
    ],
    [
      9,
      'budgets: [ { budget: "delivery.p95{stage=2} < 9s" } ]',
      'budgets[0].budget is "delivery.p95{stage=2} < 9s"; wanted a stage from 1 to 1 instead of 2',
    ],
    [
      9,
      'budgets: [ "spend{stage=1} < 9 USD" ]',
      'budgets[0] is "spend{stage=1} < 9 USD"; wanted spend without a selection, because it is known of the whole run only',
    ],
    [
      9,
      'budgets: delivery.p95 < 9s',
      'budgets is "delivery.p95 < 9s"; wanted a list of at most 200 budgets like delivery.p95 < 45s',
    ],
    // Target and receiver
    [
      2,
      'target: { url: http://127.0.0.1:4010 }',
      'target.url is "http://127.0.0.1:4010"; wanted no address, because embedded starts its own simulator',
    ],
    [
      2,
      'target: { caFile: ca.pem }',
      'target.caFile is "ca.pem"; wanted no PEM file, because embedded speaks plain HTTP',
    ],
    [2, 'target: { connections: 0 }', 'target.connections is 0; wanted a whole number from 1 to 65535'],
    [2, 'target: { attemptTimeout: 10 }', 'target.attemptTimeout is 10; wanted a positive duration like 10s'],
    [
      3,
      'receiver: { listen: 127.0.0.1:65536 }',
      'receiver.listen is "127.0.0.1:65536"; wanted host and port like 127.0.0.1:8787, the port from 0 to 65535',
    ],
    [
      3,
      'receiver: { listen: 8787 }',
      'receiver.listen is 8787; wanted host and port like 127.0.0.1:8787, the port from 0 to 65535',
    ],
    [
      3,
      'receiver: { path: webhooks }',
      'receiver.path is "webhooks"; wanted a path like /webhooks, of letters, digits and -._~/',
    ],
    // Simulator
    [10, 'sandbox: { speed: 0 }', 'sandbox.speed is 0; wanted a positive number up to 100000 like 100'],
    [
      10,
      'sandbox: { failures: { suplier_timeout: 1% } }',
      'sandbox.failures.suplier_timeout is an unknown key; wanted one of insufficient_funds, out_of_stock, stock_revoked, supplier_timeout, payment_3ds_failed, invalid_region, order_timeout, unlisted_reason, payment_unconfirmed, stuck_pending, stuck_reserved, stuck_processing, refunded (did you mean supplier_timeout?)',
    ],
    [
      10,
      'sandbox: { failures: { supplier_timeout: 60%, out_of_stock: 0.5 } }',
      'sandbox.failures is {supplier_timeout, out_of_stock}; wanted shares that add up to at most 100%, not to 110%',
    ],
    [
      10,
      'sandbox: { failures: { out_of_stock: 60%, stock_revoked: 50% } }',
      'sandbox.failures is {out_of_stock, stock_revoked}; wanted shares that add up to at most 100%, not to 110%',
    ],
    [
      10,
      'sandbox: { api: { slow: 1, error_500: 1% } }',
      'sandbox.api is {slow, error_500}; wanted shares that add up to at most 100%, not to 101%',
    ],
    [
      10,
      'sandbox: { intermediateWebhooks: yes }',
      'sandbox.intermediateWebhooks is "yes"; wanted true or false',
    ],
    [
      10,
      'sandbox: { stall: { at: 3s } }',
      'sandbox.stall.for is missing; wanted a positive duration like 30s',
    ],
    [10, 'sandbox: { webhookDelay: -3s }', 'sandbox.webhookDelay is "-3s"; wanted a duration like 30s'],
    [10, 'sandbox: { rateLimit: 100 }', 'sandbox.rateLimit is 100; wanted a positive rate like 100/s'],
    [
      10,
      'sandbox: { balance: 1e3 USD }',
      'sandbox.balance is "1e3 USD"; wanted a positive sum like 1000 USD',
    ],
    // Secrets
    [
      6,
      'apiKey: sk_live_1234',
      'apiKey is a secret; wanted it outside of the profile, in the environment variable FOXRELOAD_API_KEY or in a file named by FOXRELOAD_API_KEY_FILE',
    ],
    [
      3,
      'receiver: { webhook_secret: abc }',
      'receiver.webhook_secret is a secret; wanted it outside of the profile, in the environment variable FOXRELOAD_WEBHOOK_SECRET or in a file named by FOXRELOAD_WEBHOOK_SECRET_FILE',
    ],
    [
      3,
      'receiver: { signature: whsec_AAAA }',
      'receiver.signature is a secret; wanted it outside of the profile, in the environment variable FOXRELOAD_WEBHOOK_SECRET or in a file named by FOXRELOAD_WEBHOOK_SECRET_FILE',
    ],
    // YAML itself
    [6, 'replays: *share', '*share is a YAML alias; wanted the value itself'],
    [6, 'replays: &share 1%', '&share is a YAML anchor; wanted the value alone'],
    [6, 'replays: !share 1%', 'this cannot be read as YAML: Unresolved tag: !share'],
    [6, 'name: again', '"name" stands twice in one mapping; wanted each key once'],
    [6, 'deadline: {a: 1, "a": 2}\n', '"a" stands twice in one mapping; wanted each key once'],
  ])('line %i, %s', (line, text, sentence) => {
    expect(messagesOf(withLine(line, text))[0]).toBe(`p.yaml:${line}: ${sentence}`);
  });
});

test('each order outside of the allow-list is told in its own line', () => {
  const orders = [
    'orders:',
    '  - sku: steam-us-20',
    '  - { sku: steam-us-50, weight: 2 }',
    '  - sku: constructor',
  ];
  const text = [...good.with(7, 'limits: { skus: { steam-us-20: 20 USD, psn-tr-100: 5 USD } }')];
  expect(messagesOf(text.toSpliced(4, 1, ...orders).join('\n'))).toStrictEqual([
    'p.yaml:7: orders[1].sku is "steam-us-50"; wanted an SKU of limits.skus: steam-us-20, psn-tr-100 (did you mean steam-us-20?)',
    'p.yaml:8: orders[2].sku is "constructor"; wanted an SKU of limits.skus: steam-us-20, psn-tr-100',
  ]);
});

describe('what does not fit the environment', () => {
  const other = good.filter((line) => !line.startsWith('sandbox:'));
  const limits = 'limits: { orders: 100, spend: 100 USD, skus: { steam-us-20: 20 USD } }';
  const at = (target: string, receiver = 'receiver: { path: /webhooks }') =>
    other.with(1, target).with(2, receiver).with(7, limits).join('\n');

  test.each([
    [
      'target: { environment: sandbox }',
      'target.url is missing; wanted the address of the sandbox like http://127.0.0.1:4010',
    ],
    ['target: { environment: sandbox, url: ftp://a.b }', `target.url is "ftp://a.b"; wanted ${url}`],
    ['target: { environment: sandbox, url: a.b }', `target.url is "a.b"; wanted ${url}`],
    ['target: { environment: sandbox, url: "http://" }', `target.url is "http://"; wanted ${url}`],
    [
      'target: { environment: sandbox, url: "http://a.b:99999" }',
      `target.url is "http://a.b:99999"; wanted ${url}`,
    ],
    [
      'target: { environment: sandbox, url: "https://me:pw1@a.b" }',
      `target.url is "https://…@a.b"; wanted ${url}`,
    ],
    [
      'target: { environment: production, url: http://a.b }',
      'target.url is "http://a.b"; wanted an https address, because production is never spoken to in the clear',
    ],
    [
      'target: { environment: production, url: http://127.0.0.1.example.com }',
      'target.url is "http://127.0.0.1.example.com"; wanted an https address, because production is never spoken to in the clear',
    ],
    ...['https://api.foxreload.com', 'https://API.FoxReload.com.:8443/v2', 'http://api.foxreload.com'].map(
      (address) => [
        `target: { environment: sandbox, url: "${address}" }`,
        `target.url is "${address}"; wanted the address of a sandbox, because this is production, which has an environment of its own`,
      ],
    ),
  ])('%s', (target, sentence) => {
    expect(messagesOf(at(target))).toStrictEqual([`p.yaml:2: ${sentence}`]);
  });

  test('a free port is refused where nobody can tell the API about it', () => {
    const text = at('target: { environment: production }', 'receiver: { listen: 127.0.0.1:0 }');
    expect(messagesOf(text)).toStrictEqual([
      'p.yaml:3: receiver.listen is "127.0.0.1:0"; wanted a fixed port like 127.0.0.1:8787, because the API must know the address',
    ]);
  });

  test('the simulator has no section where it is not started', () => {
    const text = at('target: { environment: production }');
    expect(messagesOf(`${text}\nsandbox: { speed: 100 }`)).toStrictEqual([
      'p.yaml:10: sandbox is {speed}; wanted no such section, because only an embedded target starts the simulator, not production',
    ]);
  });
});

describe('a run of real money', () => {
  const production = good.filter((line) => !line.startsWith('sandbox:'));
  const withLimits = (limits: string, ...more: string[]) =>
    [...production.with(1, 'target: { environment: production }').with(7, limits), ...more].join('\n');
  const orders = 'limits.orders is missing; wanted the most orders that a production run may send, like 1000';
  const spend = 'limits.spend is missing; wanted the most that a production run may cost, like 100 USD';
  const skus =
    'limits.skus is missing; wanted the only SKUs that a production run may order, with the highest price of one piece, like {psn-tr-100: 5 USD}';

  test.each([
    ['limits: { spend: 9 USD, skus: { steam-us-20: 9 USD } }', [orders]],
    ['limits: { orders: 9, skus: { steam-us-20: 9 USD } }', [spend]],
    ['limits: { orders: 9, spend: 9 USD }', [skus]],
    ['limits: {}', [orders, spend, skus]],
    ['limits: { orders: 9, spend: 9 USD, skus: { steam-us-20: 9 USD } }', []],
  ])('needs every limit: %s', (limits, sentences) => {
    expect(messagesOf(withLimits(limits))).toStrictEqual(sentences.map((text) => `p.yaml:8: ${text}`));
  });

  test('needs limits also where it says nothing of them', () => {
    const text = production.with(1, 'target: { environment: production }').toSpliced(7, 1).join('\n');
    expect(problemsOf(text).map(({ path }) => path)).toStrictEqual([
      'limits.orders',
      'limits.spend',
      'limits.skus',
    ]);
  });

  test('needs a journal that outlives the machine', () => {
    const limits = 'limits: { orders: 9, spend: 9 USD, skus: { steam-us-20: 9 USD } }';
    expect(messagesOf(withLimits(limits, 'journal: process'))).toStrictEqual([
      'p.yaml:10: journal is "process"; wanted group or strict, because no order of production may be lost with the machine',
    ]);
    expect(messagesOf(withLimits(limits, 'journal: strict'))).toStrictEqual([]);
  });
});

test('all problems are told at once, in the order of the file, with line, column and path', () => {
  const text = [
    'nam: x',
    'target:',
    '  environment: sandbox',
    'load:',
    '  stages:',
    '    - rate: 5/s',
    '      for: 3s',
    '    - { rate: 5/s, over: 3 }',
    'orders: [ { sku: a } ]',
    'budgets:',
    '  - lost == 0',
    '  - lsot == 0',
    'sandbox: { speed: fast }',
  ].join('\n');
  expect(problemsOf(text).map(({ line, column, path }) => [line, column, path])).toStrictEqual([
    [1, 1, 'name'],
    [1, 1, 'nam'],
    [2, 1, 'target.url'],
    [8, 26, 'load.stages[1].over'],
    [12, 5, 'budgets[1]'],
    [13, 1, 'sandbox'],
    [13, 19, 'sandbox.speed'],
  ]);
});

test('the message of the error has one line for each problem', () => {
  const text = good.with(5, 'replays: 2').with(6, 'deadline: 0s').join('\n');
  expect(() => readProfile(text, 'profiles/x.yaml')).toThrow(
    new ProfileError([
      { line: 6, column: 10, path: 'replays', message: `profiles/x.yaml:6: replays is 2; wanted ${share}` },
      {
        line: 7,
        column: 11,
        path: 'deadline',
        message: 'profiles/x.yaml:7: deadline is "0s"; wanted a positive duration like 5m',
      },
    ]),
  );
});

test.each([
  ['', 'the profile is empty; wanted a mapping with keys such as name'],
  ['# only a comment\n', 'the profile is empty; wanted a mapping with keys such as name'],
  ['just text', 'the profile is "just text"; wanted a mapping with keys such as name'],
  ['- name: x', 'the profile is a list of 1; wanted a mapping with keys such as name'],
  ['a'.repeat(300_000), 'a profile has at most 131072 characters'],
  ['['.repeat(50_000), 'lists or mappings are nested more than 20 deep; wanted a profile'],
  [
    `${'['.repeat(100)}${']'.repeat(100)}`,
    'lists or mappings are nested more than 20 deep; wanted a profile',
  ],
  [`a: ${'{b: '.repeat(30_000)}`, 'lists or mappings are nested more than 20 deep; wanted a profile'],
  ['- '.repeat(50_000), 'lists or mappings are nested more than 20 deep; wanted a profile'],
])('what is no profile at all has one problem, in line 1: %#', (text, sentence) => {
  expect(messagesOf(text)).toStrictEqual([`p.yaml:1: ${sentence}`]);
});

test('a second document in the file is refused in its line', () => {
  expect(messagesOf(`${good.join('\n')}\n---\nname: other\n`)).toStrictEqual([
    'p.yaml:11: a second YAML document begins; wanted one profile in a file',
  ]);
});

test('no message holds a secret, wherever it was put', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const places = [
    `name: ${secret}`,
    `${secret}: 1`,
    `target: { environment: sandbox, url: "https://key:${secret}@a.b" }`,
    `target: { apiKey: ${secret} }`,
    `secrets: { list: [ ${secret} ] }`,
    `budgets: [ "${secret} < 5" ]`,
    `name: a\nname: "${secret}`,
  ];
  for (const place of places) {
    const messages = messagesOf(place).join('\n');
    expect(messages).not.toBe('');
    expect(messages).not.toContain('MfKQ9r8');
  }
});

test('after a hundred problems the rest is only counted', () => {
  const keys = Array.from({ length: 5_000 }, (_, number) => `key${number}: 1`);
  const messages = messagesOf([...good, ...keys].join('\n'));
  expect(messages.length).toBe(101);
  expect(messages[0]).toBe(`p.yaml:11: key0 is an unknown key; wanted one of ${topKeys}`);
  expect(messages[100]).toBe('p.yaml: and 4900 more problems');
});
