import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { RunningMonitor } from './running-monitor.js';

const deploy = (file: string) => fileURLToPath(new URL(`../../deploy/${file}`, import.meta.url));
const unit = readFileSync(deploy('foxload.service'), 'utf8');

test('the unit and the container start foxload with options that it has', async () => {
  const { stdout } = await foxload(['monitor', '--help']);
  const container = readFileSync(deploy('Containerfile'), 'utf8');
  const options = [
    ...`${unit}\n${container}`.matchAll(/ "?(--(?:state|metrics-\w+|allow-\w+|confirm-\w+))/g),
  ];
  expect(options.length).toBeGreaterThan(2);
  for (const [, option] of options) expect(stdout).toContain(option);
});

test('systemd has nothing to say about the unit', (context) => {
  if (spawnSync('systemd-analyze', ['--version']).status !== 0) context.skip();
  const folder = mkdtempSync(join(tmpdir(), 'foxload-unit-'));
  const file = join(folder, 'foxload.service');
  // The program itself is not installed where tests run.
  writeFileSync(file, unit.replace('/usr/bin/foxload', '/usr/bin/env'));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the health check tells a monitor that answers from one that does not', async () => {
  const monitor = new RunningMonitor(temporaryFolder(), { monitor: { every: '1s' }, deadline: '1m' });
  const process = await monitor.starts();
  const health = () =>
    spawnSync(globalThis.process.execPath, [deploy('health.mjs')], {
      env: { FOXLOAD_METRICS_URL: monitor.metricsUrl },
      encoding: 'utf8',
    });
  expect(health()).toMatchObject({ status: 0, stdout: 'the metrics are there\n' });
  process.kill('SIGKILL', true);
  await process.ended;
  expect(health()).toMatchObject({
    status: 1,
    stdout: `nothing answers at ${monitor.metricsUrl} (ECONNREFUSED)\n`,
  });
});
