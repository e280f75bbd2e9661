import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentials } from '../commands/credentials.js';
import { outerSandbox } from '../commands/outer-sandbox.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { monitorText } from './monitor-text.js';
import { RunningMonitor } from './running-monitor.js';

const often = { every: '100ms', jitter: '50%' };
const quick = { deadline: '1m', monitor: often, sandbox: { speed: 500, seed: 3 } };
const accepted = 'orders_accepted_total';

/** A monitor of a simulator that outlives it. */
async function monitorOfSandbox(parts: Readonly<Record<string, unknown>> = {}): Promise<RunningMonitor> {
  const { profileParts } = await outerSandbox('header-key');
  return new RunningMonitor(temporaryFolder(), { ...quick, ...profileParts, limits: {}, ...parts });
}

describe('foxload monitor', () => {
  it('sends orders until SIGTERM, waits for the last ones and ends with 143', async () => {
    const monitor = new RunningMonitor(temporaryFolder(), quick);
    const process = await monitor.starts();
    await monitor.reaches('slo_events_total{slo="success",result="good"}', 5);
    expect(await monitor.value('run_phase{phase="load"}')).toBe(1);
    expect(await monitor.value('target_orders_per_second')).toBe(10);
    process.kill('SIGTERM', true);
    const { code, stdout, stderr } = await process.ended;
    expect({ code, stdout }).toEqual({ code: 143, stdout: '' });
    expect(stderr).toContain('foxload monitor watched: an order every 100ms ± 50% to http://127.0.0.1:');
    expect(stderr).toContain('objective delivery within 45s for 95% over 7d\n');
  });

  it('keeps its state where nobody else may look, and nothing secret in it', async () => {
    const monitor = await monitorOfSandbox();
    const process = await monitor.starts();
    await monitor.reaches(accepted, 3);
    process.kill('SIGINT');
    expect(await process.ended).toMatchObject({ code: 130 });
    expect(statSync(monitor.state).mode & 0o777).toBe(0o700);
    const files = readdirSync(monitor.state).sort();
    expect(files).toEqual(['orders-000001.ndjson', 'profile-000001.yaml', 'state.json']);
    for (const file of files) {
      const path = join(monitor.state, file);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const text = readFileSync(path, 'utf8');
      for (const secret of Object.values(credentials)) expect(text).not.toContain(secret);
    }
  });

  it('goes on after SIGKILL where it was: counts, the limit of the day and the numbers of orders', async () => {
    const monitor = await monitorOfSandbox({
      // One price: once an order finds no room, none does.
      orders: [{ sku: 'psn-tr-100' }],
      monitor: { ...often, spendPerDay: '60 USD' },
    });
    const first = await monitor.starts();
    await first.sees(/the limit of 60 USD a day is reached/);
    await monitor.reaches(accepted, await monitor.value('orders_sent_total'));
    const before = {
      accepted: await monitor.value(accepted),
      spent: await monitor.value('spend_usd_total{kind="debited"}'),
    };
    first.kill('SIGKILL');
    await first.ended;
    const second = await monitor.starts();
    await monitor.reaches('orders_dropped_total{reason="spend"}', 3);
    expect(await monitor.value(accepted)).toBe(before.accepted);
    expect(await monitor.value('spend_usd_total{kind="debited"}')).toBeCloseTo(before.spent, 6);
    second.kill('SIGTERM');
    await second.ended;
    const lines = readFileSync(join(monitor.state, 'orders-000001.ndjson'), 'utf8').trim().split('\n');
    const planned = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'planned');
    expect(planned.map(({ seq }) => seq)).toEqual(planned.map((_, seq) => seq));
  });

  it('lets only one process go on with a state, and none with that of another API', async () => {
    const monitor = await monitorOfSandbox();
    const process = await monitor.starts();
    const second = await (await monitor.begins()).ended;
    expect(second).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`goes on in process ${process.child.pid}`),
    });
    process.kill('SIGKILL');
    await process.ended;
    const { profileParts } = await outerSandbox('header-key');
    monitor.writes({ ...profileParts, limits: {} });
    const other = await (await monitor.begins()).ended;
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('give another folder with --state'),
    });
  });

  it('begins while the API is down, if it has begun before, and says so', async () => {
    const sandbox = await outerSandbox('header-key');
    const parts = { ...quick, ...sandbox.profileParts, limits: {} };
    const monitor = new RunningMonitor(temporaryFolder(), parts);
    const first = await monitor.starts();
    await monitor.reaches(accepted, 3);
    const before = await monitor.value(accepted);
    first.kill('SIGKILL');
    sandbox.process.kill('SIGKILL');
    await Promise.all([first.ended, sandbox.process.ended]);
    const second = await monitor.starts();
    expect(second.stderr).toMatch(
      /nothing usable answers at .* The monitor goes on with the prices that it knew\.\n/,
    );
    await monitor.reaches('orders_refused_total{reason="network"}', 1);
    expect(await monitor.value(accepted)).toBeGreaterThanOrEqual(before);
    second.kill('SIGTERM');
    await second.sees(/No new orders/);
    second.kill('SIGTERM');
    expect(await second.ended).toMatchObject({
      code: 143,
      stderr: expect.stringMatching(/Leaving; what is open is taken up at the next start\.\n$/),
    });
    const never = new RunningMonitor(temporaryFolder(), parts);
    expect(await (await never.begins()).ended).toMatchObject({ code: 2 });
  });

  it('ends with 0 when a file STOP is put into its state', async () => {
    const monitor = new RunningMonitor(temporaryFolder(), quick);
    const process = await monitor.starts();
    await monitor.reaches(accepted, 1);
    writeFileSync(join(monitor.state, 'STOP'), '');
    expect(await process.ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the file STOP in'),
    });
  });
});

describe('foxload monitor at SIGHUP', () => {
  it('goes by another profile, and keeps what it has counted', async () => {
    const monitor = await monitorOfSandbox();
    const process = await monitor.starts();
    await monitor.reaches(accepted, 5);
    monitor.writes({
      orders: [{ sku: 'esim-eu-5gb' }],
      objectives: ['delivery within 30s for 90% over 7d', 'success for 95% over 30d'],
      monitor: { every: '150ms', jitter: '0%', spendPerDay: '5000 USD' },
    });
    process.kill('SIGHUP');
    await process.sees(/watched was read again, and holds from now on\n/);
    expect(await monitor.value(accepted)).toBeGreaterThanOrEqual(5);
    expect(await monitor.value('slo_objective_ratio{slo="delivery_30s"}')).toBe(0.9);
    expect(await monitor.value('slo_objective_ratio{slo="delivery_45s"}')).toBe(0);
    expect(await monitor.value('spend_limit_usd')).toBe(5_000);
    const good = await monitor.value('slo_events_total{slo="success",result="good"}');
    await monitor.reaches('slo_events_total{slo="success",result="good"}', good + 5);
    process.kill('SIGTERM');
    expect(await process.ended).toMatchObject({ code: 143 });
    expect(readdirSync(monitor.state).filter((name) => name.startsWith('orders'))).toEqual([
      'orders-000002.ndjson',
    ]);
  });

  it.each([
    ['what is no profile', () => '{ name: watched', /watched\.yaml:\d+: .*\nThe profile was not changed\.\n/],
    [
      'what a running monitor can not change',
      () => monitorText({ ...quick, deadline: '2m', sandbox: { speed: 500, seed: 4 } }),
      /deadline can't be changed while the monitor runs; restart it for that\nsandbox can't be .*\nThe profile was not changed\.\n/,
    ],
    [
      'an SKU that is not for sale',
      () => monitorText({ ...quick, orders: [{ sku: 'moon-rock' }] }),
      /the SKU moon-rock is not for sale at .*\nThe profile was not changed\.\n/,
    ],
  ])('refuses %s and goes on as before', async (_what, text, told) => {
    const monitor = new RunningMonitor(temporaryFolder(), quick);
    const process = await monitor.starts();
    monitor.writesText(text());
    process.kill('SIGHUP');
    await process.sees(told);
    const before = await monitor.value(accepted);
    await monitor.reaches(accepted, before + 3);
    process.kill('SIGTERM');
    expect(await process.ended).toMatchObject({ code: 143 });
  });
});

describe('foxload monitor refuses to start', () => {
  const production = {
    target: { environment: 'production', url: 'http://127.0.0.1:9' },
    limits: { skus: { 'psn-tr-100': '5 USD', 'xbox-ar-game-pass': '15 USD' } },
  };

  it.each([
    ['without a section monitor', { monitor: undefined }, [], 'watched has no section monitor'],
    [
      'with the closed model',
      { load: { model: 'closed', connections: 1, orders: 5 } },
      [],
      'load.model is "closed"; wanted open',
    ],
    ['with rules of abort', { abort: { failureRate: '20%' } }, [], 'abort.failureRate ends a run'],
    ['with real money that was not allowed', production, [], 'wanted --allow-production'],
    [
      'with real money that was not confirmed',
      production,
      ['--allow-production', '--confirm-spend', '21 USD'],
      'wanted --confirm-spend "20 USD", the most that the monitor may cost a day, monitor.spendPerDay',
    ],
    [
      'with real money without a limit of the day',
      { ...production, monitor: { every: '30s' } },
      ['--allow-production'],
      'monitor.spendPerDay is missing; wanted the most that a production monitor may cost a day, like 20 USD',
    ],
  ])('%s', async (_what, parts, flags, told) => {
    const folder = temporaryFolder();
    const file = join(folder, 'watched.yaml');
    writeFileSync(file, monitorText(parts));
    const ended = await foxload(['monitor', file, '--state', join(folder, 'state'), ...flags], {
      env: credentials,
    });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(told) });
    expect(readdirSync(folder)).toEqual(['watched.yaml']);
  });
});
