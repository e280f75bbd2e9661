import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CapacityResult } from '../../src/capacity/capacity-result.js';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { foxload } from '../support/foxload-process.js';
import { searchUnderTest } from './searches.js';

/** A step at 100/s is 400 orders, at 200/s 800; the canary of production is one more. */
describe('the limits of a profile', () => {
  it('hold for the whole search: a step that would pass limits.orders is not begun', async () => {
    const search = searchUnderTest({ limits: { orders: 1_199 } });
    const { code, stdout } = await foxload(search.args('--from', '200/s', '--max', '200/s', '--json'));
    const { steps, end } = JSON.parse(stdout) as CapacityResult;
    if (steps[0]?.outcome === 'held') expect(code).toBe(0);
    else {
      expect([code, end?.cause]).toEqual([3, 'limit']);
      expect(end?.sentence).toBe('a step at 200/s takes 800 orders, and limits.orders leaves 399');
    }
    expect(steps.map(({ used }) => used.orders)).toEqual([800]);
  });

  it('hold for money, before the first order of a step leaves', async () => {
    const search = searchUnderTest({ limits: { spend: '1679.99 USD' } });
    const { code, stdout } = await foxload(search.args('--json'));
    const { steps, end, unfinished } = JSON.parse(stdout) as CapacityResult;
    expect(code).toBe(3);
    expect(end).toEqual({
      cause: 'limit',
      sentence: 'a step at 100/s costs up to 1680 USD, and limits.spend leaves 1679.99 USD',
    });
    expect([steps, unfinished]).toEqual([[], []]);
  });
});

describe("a rule of the profile's abort section", () => {
  it('ends the search, and its sentence is told', async () => {
    const search = searchUnderTest({
      abort: { failureRate: '20%' },
      sandbox: { speed: 500, seed: 3, failures: { invalid_region: '100%' } },
    });
    const { code, stdout } = await foxload(search.args('--json'));
    const { steps, end, unfinished } = JSON.parse(stdout) as CapacityResult;
    expect([code, end?.cause, steps]).toEqual([3, 'rule', []]);
    expect(end?.sentence).toMatch(
      /^abort\.failureRate: \d+ of \d+ decided orders failed \(100%\), the limit is 20%$/,
    );
    expect(unfinished[0]?.used.orders).toBeLessThan(400);
  });
});

describe('real money', () => {
  it('is searched with only with consent to the whole of limits.spend, and the limits hold over all steps', async () => {
    const sandbox = await outerSandbox('header-key');
    const target = { environment: 'production', url: sandbox.url, dialect: 'header-key' };
    // 401 orders of up to 5 USD fit in, another 401 do not, and 801 neither.
    const limits = { orders: 5_000, spend: '4000 USD', skus: { 'psn-tr-100': '5 USD' } };
    const search = searchUnderTest({ ...sandbox.profileParts, target, limits });
    const run = (...flags: string[]) => foxload(search.args('--json', ...flags), { env: credentials });

    const refused = await run();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('that was not allowed; wanted --allow-production\n');
    const wanted = 'wanted --confirm-spend "4000 USD", what limits.spend leaves for the whole search\n';
    expect((await run('--allow-production')).stderr).toBe(`the worst case was not confirmed; ${wanted}`);
    expect((await run('--allow-production', '--confirm-spend', '2005 USD')).stderr).toContain(wanted);
    expect(existsSync(search.reports)).toBe(false);

    const { code, stdout, stderr } = await run('--allow-production', '--confirm-spend', '4000 USD');
    expect(stderr).toContain('401 orders, at most 2005 USD\n');
    const { steps, end } = JSON.parse(stdout) as CapacityResult;
    expect([code, end?.cause]).toEqual([3, 'limit']);
    expect(end?.sentence).toMatch(
      /^a step at (1|2)00\/s costs up to \d+ USD, and limits.spend leaves 1995 USD$/,
    );
    expect(steps.map(({ used }) => used)).toEqual([{ orders: 401, spendCents: 200_500 }]);
    const health = (await (await fetch(`${sandbox.url}/sandbox/health`)).json()) as {
      orders: { placed: number };
    };
    expect(health.orders.placed).toBe(401);
  });
});

describe('a machine that can not offer the rate', () => {
  it('is told from the API, at the first rate with exit code 4', async () => {
    const load = { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }], maxInFlight: 1 };
    const search = searchUnderTest({ load, sandbox: { speed: 100, seed: 3 } });
    const { code, stdout } = await foxload(search.args());
    expect(code).toBe(4);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'Capacity not measured: at 100/s this machine was the limit, not the API; more or faster machines are needed',
    );
    expect(search.state().steps.map(({ outcome }) => outcome)).toEqual(['limited', 'limited']);
  });
});

describe('a search that makes no sense', () => {
  it.each([
    [['--max', '50/s'], '--max is 50/s; wanted at least 100/s, the rate that the search begins at\n'],
    [['--max', '500/s', '--at-least', '900/s'], '--max is 500/s; wanted at least 900/s, --at-least\n'],
  ])('is refused: %s', async (flags, sentence) => {
    const search = searchUnderTest();
    const { code, stderr } = await foxload(search.args(...flags));
    expect([code, stderr]).toEqual([2, sentence]);
    expect(existsSync(search.reports)).toBe(false);
  });

  it('is refused with a closed model', async () => {
    const { code, stderr } = await foxload(['capacity', 'saturate']);
    expect(code).toBe(2);
    expect(stderr).toBe(
      'saturate has a closed model, in which no rate is offered; wanted a profile of the open one\n',
    );
  });

  it('is refused without budgets', async () => {
    const search = searchUnderTest({ budgets: [] });
    const { code, stderr } = await foxload(search.args());
    expect([code, stderr]).toEqual([2, 'short has no budgets; wanted those that the rate has to keep\n']);
  });

  it('is refused where --resume comes with other wishes, or names no search', async () => {
    const search = searchUnderTest();
    const both = await foxload(search.args('--resume', search.reports));
    expect([both.code, both.stderr]).toEqual([
      2,
      '--resume goes on with a search as it was asked for; wanted no profile, no other rates and no budgets\n',
    ]);
    const { code, stderr } = await foxload(['capacity', '--resume', 'nothing', '--reports', search.reports]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^nothing is no search: neither nothing nor .+ holds a capacity\.json\n$/);
  });
});
