import { describe, expect, it } from 'vitest';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writtenProfile } from './written-profile.js';

describe('foxload validate', () => {
  it('says what a profile would do, within 80 columns', async () => {
    const folder = temporaryFolder();
    const file = writtenProfile(folder, {
      target: { environment: 'sandbox', url: 'http://127.0.0.1:4010', dialect: 'body-key' },
      receiver: { listen: '127.0.0.1:8787', path: '/webhooks' },
      limits: { orders: 60, spend: '1000 USD' },
      replays: '1%',
      sandbox: undefined,
    });
    const { code, stdout, stderr } = await foxload(['validate', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(`${file} is a valid profile.

target     sandbox http://127.0.0.1:4010, body-key
webhooks   127.0.0.1:8787/webhooks, signature standard
needs      FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET, or …_FILE, to be set
load       open model, uniform arrivals, seed 1, at most 50,000 in flight
           constant 100/s for 1s
orders     60 (limits.orders ends the load early)
           100.0 %  1 × psn-tr-100
replays    1.00 % of orders are fired twice with one key
time       1s of load, then up to 3s for the last orders
deadline   3s from the planned instant
spend      at most 1,000.00 USD
worst case 1000 USD, with every order taken and every replay sold once more
budgets    delivery.p95 < 3s: of 60 orders passes with at most 0 against it,
           fails from 7
           success.rate > 95%: of 60 orders passes with at most 0 against it,
           fails from 7
`);
  });

  it('says which budgets its orders can never make pass, and how many it would take', async () => {
    const file = writtenProfile(temporaryFolder(), {
      load: {
        stages: [
          { rate: '60/s', for: '2s' },
          { rate: '60/s', for: '1s' },
        ],
      },
      orders: [{ sku: 'a' }, { sku: 'b', weight: 3 }],
      budgets: [
        'warn: delivery.p99 < 90s',
        'success.rate{sku=a,stage=2} > 95%',
        'refusals.rate == 0%',
        'idempotency.violations == 0',
        'delivery.p50{stage=1} < 12s',
        'answer.p999{sku=a,stage=2} < 1s',
      ],
    });
    const { code, stdout } = await foxload(['validate', file, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).budgets).toEqual([
      {
        budget: 'warn: delivery.p99 < 90s',
        orders: 180,
        isMean: true,
        needed: 299,
        passAtMost: null,
        failAtLeast: 5,
        byObserved: false,
      },
      {
        budget: 'success.rate{sku=a,stage=2} > 95%',
        orders: 15,
        isMean: true,
        needed: 59,
        passAtMost: null,
        failAtLeast: 3,
        byObserved: false,
      },
      {
        budget: 'refusals.rate == 0%',
        orders: 180,
        isMean: true,
        needed: 1,
        passAtMost: null,
        failAtLeast: null,
        byObserved: true,
      },
      {
        budget: 'idempotency.violations == 0',
        orders: 0,
        isMean: true,
        needed: 1,
        passAtMost: null,
        failAtLeast: null,
        byObserved: true,
      },
      {
        budget: 'delivery.p50{stage=1} < 12s',
        orders: 120,
        isMean: true,
        needed: 5,
        passAtMost: 50,
        failAtLeast: 70,
        byObserved: false,
      },
      {
        budget: 'answer.p999{sku=a,stage=2} < 1s',
        orders: 15,
        isMean: true,
        needed: 2995,
        passAtMost: null,
        failAtLeast: 1,
        byObserved: false,
      },
    ]);
    const told = (await foxload(['validate', file])).stdout.replaceAll(/\n +/g, ' ');
    expect(told).toContain(
      'warn: delivery.p99 < 90s: needs 299 orders to pass at all, about 180 are planned: can not pass, only fail',
    );
    expect(told).toContain('refusals.rate == 0%: decided by what is observed');
    expect(told).toContain(
      'idempotency.violations == 0: can not pass: nothing of the kind is planned, so there is nothing to observe',
    );
    expect(told).toContain('of about 120 orders passes with at most 50 against it, fails from 70');
  });

  it.each(['demo', 'steady', 'ramp', 'spike', 'soak', 'published', 'saturate'])(
    'takes the shipped %s by name',
    async (name) => {
      const { code, stdout } = await foxload(['validate', name]);
      expect(code).toBe(0);
      expect(stdout).toContain(`${name}.yaml is a valid profile.\n`);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it('warns of a load that begins fast without a ramp', async () => {
    const folder = temporaryFolder();
    const validated = async (stages: unknown) =>
      (await foxload(['validate', writtenProfile(folder, { load: { stages } })])).stdout;
    const warning = `           constant 500/s for 1s
           begins at 500/s at once, while foxload still warms up, and may be
           late: begin with a ramp like { rate: 500/s, over: 5s }
`;
    expect(await validated([{ rate: '500/s', for: '1s' }])).toContain(warning);
    expect(await validated([{ rate: '499/s', for: '1s' }])).not.toContain('warms up');
    expect(await validated([{ rate: '500/s', over: '1s' }])).not.toContain('warms up');
  });

  it('says what a closed load would do', async () => {
    const { code, stdout } = await foxload(['validate', 'saturate']);
    expect(code).toBe(0);
    expect(stdout).toContain(`
load       closed model, 50 connections, as fast as the API answers, seed 1, at
           most 5,000 in flight
           its latency is that under saturation, not a service level
orders     50,000
`);
    expect(stdout).toContain('\ntime       load until all are answered, then up to 5s for the last orders\n');
  });

  it('gives profile and forecast as JSON', async () => {
    const { code, stdout } = await foxload(['validate', 'published', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      profile: { name: 'published', deadlineMs: 310_000 },
      forecast: { orders: 3000, loadMs: 600_000, lastDeadlineMs: 910_000, cutByLimit: false },
      worstCaseUsd: 66_000,
    });
  });
});
