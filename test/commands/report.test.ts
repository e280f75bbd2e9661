import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectWholeReport } from '../report/report-schema.js';
import { accepted, sent } from '../resume/events.js';
import { footer, leftRun, plannedOrders } from '../resume/left-run.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

const written = ['report.json', 'summary.md', 'junit.xml', 'latency.hlog', 'report.html'] as const;

async function liveRun(parts: Readonly<Record<string, unknown>> = {}) {
  const folder = temporaryFolder();
  const reports = join(folder, 'reports');
  const ran = await foxload([
    'run',
    writtenProfile(folder, parts),
    '--reports',
    reports,
    '--metrics-port',
    '0',
    '--budget',
    'warn: delivery.p50 < 0.001ms',
  ]);
  return { reports, ran, ...artefactsIn(reports) };
}

function contents(folder: string): Record<string, string> {
  return Object.fromEntries(written.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

describe('foxload report', () => {
  it('writes every report again from the journal, byte for byte, and ends with 0 whatever the verdict is', async () => {
    const { reports, id, folder, files, ran } = await liveRun({ budgets: ['delivery.p50 < 0.001ms'] });
    expect([1, 4]).toContain(ran.code);
    expectWholeReport(JSON.parse(files['report.json'] ?? ''));
    for (const file of written) rmSync(join(folder, file));
    const again = await foxload(['report', id, '--reports', reports]);
    expect(again).toMatchObject({ code: 0, stderr: '', stdout: ran.stdout });
    const now = contents(folder);
    for (const file of written) expect(now[file], file).toBe(files[file]);
    expect((await foxload(['report', 'latest', '--reports', reports])).code).toBe(0);
    expect((await foxload(['report', folder])).code).toBe(0);
  });

  it('does the same for the closed model', async () => {
    const load = { model: 'closed', connections: 4, orders: 120 };
    const { folder, files } = await liveRun({ load });
    expectWholeReport(JSON.parse(files['report.json'] ?? ''));
    rmSync(join(folder, 'report.json'));
    expect((await foxload(['report', folder])).code).toBe(0);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(files['report.json']);
  });

  it('does the same for a run that was killed and resumed', async () => {
    const left = leftRun([...plannedOrders(0, 1), sent(0), accepted(0), sent(1)]);
    expect((await foxload(['resume', left])).code).toBe(4);
    const before = contents(left);
    expectWholeReport(JSON.parse(before['report.json'] ?? ''));
    for (const file of written) rmSync(join(left, file));
    expect((await foxload(['report', left])).code).toBe(0);
    expect(contents(left)).toEqual(before);
  });

  it('keeps the machine that measured, which the journal does not tell', async () => {
    const { folder, result } = await liveRun();
    const elsewhere = { ...result, run: { ...result.run, version: '0.0.9', node: 'v20.19.0', cores: 96 } };
    writeFileSync(join(folder, 'report.json'), JSON.stringify(elsewhere));
    const { stdout } = await foxload(['report', folder, '--json']);
    expect(JSON.parse(stdout)).toEqual(elsewhere);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(elsewhere);
  });

  it('ends with 2 and one sentence where there is no run, no end, no whole journal', async () => {
    const reports = temporaryFolder();
    expect(await foxload(['report', 'nowhere', '--reports', reports])).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: `nowhere is no run: neither nowhere nor ${join(reports, 'nowhere')} holds a journal orders.ndjson\n`,
    });
    const killed = leftRun([...plannedOrders(0, 0), sent(0), accepted(0)]);
    expect(await foxload(['report', killed])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `${killed} is not finished; if nobody is running it, settle it by foxload resume\n`,
    });
    const torn = leftRun([...plannedOrders(0, 0), sent(0), footer()]);
    const whole = readFileSync(join(torn, 'orders.ndjson'), 'utf8');
    writeFileSync(join(torn, 'orders.ndjson'), whole.slice(0, -5));
    expect(await foxload(['report', torn])).toMatchObject({
      code: 2,
      stderr: `${torn} is not finished; if nobody is running it, settle it by foxload resume\n`,
    });
    const journal = join(killed, 'orders.ndjson');
    const [header = '', ...rest] = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, [header, 'damaged', ...rest].join('\n'));
    expect(await foxload(['report', killed])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^[^\n]*orders\.ndjson:2[^\n]*\n$/),
    });
    writeFileSync(journal, '');
    expect(await foxload(['report', killed])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the file is empty'),
    });
  });

  it('ends with 4 where the reports can not be written', async () => {
    const { folder } = await liveRun();
    // A folder in the place of a file keeps root out, too.
    rmSync(join(folder, 'junit.xml'));
    mkdirSync(join(folder, 'junit.xml'));
    const { code, stderr } = await foxload(['report', folder]);
    expect(code).toBe(4);
    expect(stderr).toMatch(/^the reports could not be written \(EISDIR[^\n]*\)\n$/);
  });
});

describe("a pipeline of GitHub's", () => {
  it('gets the summary behind what the step told before', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'step.md');
    writeFileSync(file, 'before\n');
    const reports = join(folder, 'reports');
    const args = ['run', writtenProfile(folder), '--reports', reports, '--metrics-port', '0'];
    const { code, stderr } = await foxload(args, { env: { GITHUB_STEP_SUMMARY: file } });
    const { files, result } = artefactsIn(reports);
    expect(readFileSync(file, 'utf8')).toBe(`before\n\n\n${files['summary.md']}`);
    expect(stderr).not.toContain('GITHUB_STEP_SUMMARY');
    expect(code).toBe({ pass: 0, fail: 1, inconclusive: 3, invalid: 4 }[result.verdict.result]);
  });

  it('that can not take it changes no verdict', async () => {
    const folder = temporaryFolder();
    const reports = join(folder, 'reports');
    const args = ['run', writtenProfile(folder), '--reports', reports, '--metrics-port', '0'];
    const { code, stderr } = await foxload(args, { env: { GITHUB_STEP_SUMMARY: folder } });
    expect(stderr).toMatch(/\nthe summary could not be appended to GITHUB_STEP_SUMMARY \(EISDIR[^\n]*\)\n$/);
    const { result } = artefactsIn(reports);
    expect(code).toBe({ pass: 0, fail: 1, inconclusive: 3, invalid: 4 }[result.verdict.result]);
  });
});
