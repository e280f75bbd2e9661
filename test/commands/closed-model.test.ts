import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writtenProfile } from './written-profile.js';

const caveat = 'closed model: latency under saturation, not a service level';

test('a closed run says what its times are not: before it, in its result and in report.json', async () => {
  const folder = temporaryFolder();
  const profile = writtenProfile(folder, {
    load: { model: 'closed', connections: 4, orders: 200 },
    budgets: ['success.rate > 95%', 'errored == 0'],
  });
  const reports = join(folder, 'reports');
  const ended = await foxload(['run', profile, '--reports', reports, '--metrics-port', '0']);
  // A machine too slow for this load finds itself out.
  expect([0, 4], ended.stderr).toContain(ended.code);
  expect(ended.stderr).toMatch(/^foxload short: 200 orders to http:/);
  expect(ended.stderr).toContain(`\n${caveat}\nload until all are answered, then up to 3s`);
  expect(ended.stdout).toContain(`\n  ${caveat}\n`);
  const [run = ''] = readdirSync(reports).filter((name) => name !== 'latest');
  const report = JSON.parse(readFileSync(join(reports, run, 'report.json'), 'utf8'));
  expect(report.run).toMatchObject({ model: 'closed', caveat });
  expect(report.ledger).toMatchObject({ planned: 200, dropped: 0, sent: 200, accepted: 200, balanced: true });
});

test('a closed run is refused for production with one sentence, and nothing is opened', async () => {
  const folder = temporaryFolder();
  const profile = writtenProfile(folder, {
    target: { environment: 'production' },
    load: { model: 'closed', connections: 4, orders: 200 },
    limits: { orders: 200, spend: '1000 USD', skus: { 'psn-tr-100': '5 USD' } },
    sandbox: undefined,
  });
  const reports = join(folder, 'reports');
  const { code, stdout, stderr } = await foxload([
    'run',
    profile,
    '--reports',
    reports,
    '--allow-production',
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(
    /^\S+:\d+: load\.model is "closed"; wanted open, because the closed model verifies no certificate and is never fired at production\n$/,
  );
});
