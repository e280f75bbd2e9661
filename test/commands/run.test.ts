import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { type VerdictResult, verdictExitCode } from '../../src/gate/verdict.js';
import type { RunResult } from '../../src/run/run-result.js';
import { seriesOf } from '../exporter/reading.js';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

/** What the run should come to: `wanted`, unless the machine was too busy to measure, which an honest run must say. */
function dueVerdict({ generator }: RunResult, wanted: VerdictResult): VerdictResult {
  return generator.saturated ? 'invalid' : wanted;
}

function runArgs(folder: string, parts: Readonly<Record<string, unknown>> = {}): string[] {
  return ['run', writtenProfile(folder, parts), '--reports', join(folder, 'reports'), '--metrics-port', '0'];
}

describe('foxload run', () => {
  it('ends with 0, prints the result on standard output, and progress on standard error', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await foxload(runArgs(folder));
    const { id, result } = artefactsIn(join(folder, 'reports'));
    const due = dueVerdict(result, 'pass');
    expect({ verdict: result.verdict.result, code }).toEqual({ verdict: due, code: verdictExitCode(due) });
    const facts = 'short · embedded · header-key · \\d+\\.\\d s · seed 1';
    expect(stdout).toMatch(new RegExp(`^\n${due.toUpperCase()} {2}${facts}\n`));
    if (due === 'pass') expect(stdout).toContain('\n  2 of 2 budgets hold\n');
    const headings = ['Ledger (balanced)', 'Latency', 'Failures', 'Webhooks', 'Generator', 'Budgets'];
    const places = headings.map((heading) => stdout.indexOf(`\n\n${heading}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(stdout.endsWith(`\n\n${join(folder, 'reports', id, 'report.html')}\n`)).toBe(true);
    expect(stderr).toMatch(
      new RegExp(
        '^foxload short: 100 orders to http://127\\.0\\.0\\.1:\\d+ \\(header-key\\)\n' +
          '1s of load, then up to 3s for the last orders; Ctrl-C ends it early\n' +
          'webhooks at http://127\\.0\\.0\\.1:\\d+/webhooks\n' +
          'balance 1,000,000\\.00 USD\n',
      ),
    );
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr, 'they are switched off').not.toContain('metrics');
  });

  it('leaves report, journal and profile in a folder that reports/latest points to', async () => {
    const folder = temporaryFolder();
    const reports = join(folder, 'reports');
    await foxload(runArgs(folder));
    const { id, files, journal, result } = artefactsIn(reports);
    expect(id).toMatch(/^\d{4}-\d\d-\d\d-\d{6}-short-[0-9a-f]+$/);
    expect(readlinkSync(join(reports, 'latest'))).toBe(id);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        'junit.xml',
        'latency.hlog',
        'metrics.om',
        'report.html',
        'orders.ndjson',
        'profile.yaml',
        'report.json',
        'summary.md',
      ]),
    );
    expect(files['profile.yaml']).toBe(readFileSync(join(folder, 'profile-under-test.yaml'), 'utf8'));
    expect(journal[0]).toMatchObject({ kind: 'run', run: id, profile: 'short', seed: 1 });
    expect(journal.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    const kinds = (kind: string) => journal.filter((event) => event.kind === kind).length;
    expect(kinds('planned')).toBe(100);
    expect(kinds('webhook')).toBe(result.webhooks.received);
    expect(result.ledger).toMatchObject({ planned: 100, delivered: 100, open: 0, balanced: true });
  });

  it('prints the very report that lies in the folder with --json, and nothing else', async () => {
    const folder = temporaryFolder();
    const { stdout } = await foxload([...runArgs(folder), '--json']);
    expect(stdout).toBe(artefactsIn(join(folder, 'reports')).files['report.json']);
  });

  it('writes the keys that others rely on', async () => {
    const folder = temporaryFolder();
    await foxload(runArgs(folder, { sandbox: { speed: 500, failures: { supplier_timeout: '50%' } } }));
    const { result } = artefactsIn(join(folder, 'reports'));
    const figures = ['count', 'undelivered', 'p50Ms', 'p90Ms', 'p95Ms', 'p99Ms', 'p999Ms', 'maxMs', 'meanMs'];
    expect(result).toMatchObject({ schema: 1 });
    const wanted: Readonly<Record<string, readonly string[]>> = {
      run: 'id profile environment target dialect model startedAt endedAt seed version node cores'.split(' '),
      verdict: ['result', 'reasons'],
      ledger:
        'planned dropped sent accepted refused errored delivered failed timedOut lost open balanced'.split(
          ' ',
        ),
      latency: ['delivery', 'deliveryOnly', 'service', 'answer', 'sendLag'],
      webhooks: 'received accepted duplicate late orphan forged malformed outOfOrder conflicting'.split(' '),
      idempotency: ['replays', 'violations'],
      codes: ['opened', 'failed'],
      retries: ['attempts', 'exhausted'],
      generator: ['loopDelayP99Ms', 'cpuRatio', 'receiverP99Ms', 'saturated'],
      spend: ['debitedUsd', 'refundedUsd', 'limitUsd'],
    };
    const found: Readonly<Record<string, unknown>> = { ...result };
    for (const [section, keys] of Object.entries(wanted)) {
      expect(Object.keys(Object(found[section])), section).toEqual(expect.arrayContaining([...keys]));
    }
    for (const latency of Object.values(result.latency)) {
      expect(Object.keys(latency)).toEqual(expect.arrayContaining(figures));
    }
    expect(result.failures.map((failure) => Object.keys(failure).sort())).toEqual([
      ['count', 'rate', 'reason', 'retryable'],
    ]);
    expect(result.refusals).toEqual([]);
    for (const budget of result.budgets) {
      const keys = ['budget', 'observed', 'lower', 'upper', 'n', 'result'];
      expect(Object.keys(budget)).toEqual(expect.arrayContaining(keys));
    }
  });

  it.each([
    { ends: 1, wanted: 'fail', budget: 'delivery.p50 < 1ms', words: 'does not hold: observed' },
    {
      ends: 3,
      wanted: 'inconclusive',
      budget: 'idempotency.violations == 0',
      words: 'cannot be decided: nothing observed',
    },
  ] as const)('ends with $ends for $wanted, with the reason', async ({ ends, wanted, budget, words }) => {
    const folder = temporaryFolder();
    const { code, stdout } = await foxload(runArgs(folder, { budgets: [budget] }));
    const { result } = artefactsIn(join(folder, 'reports'));
    const due = dueVerdict(result, wanted);
    expect({ verdict: result.verdict.result, code }).toEqual({ verdict: due, code: verdictExitCode(due) });
    expect(verdictExitCode(wanted)).toBe(ends);
    expect(stdout.startsWith(`\n${due.toUpperCase()}  short`)).toBe(true);
    expect(stdout.slice(0, stdout.indexOf('Ledger'))).toContain(`  ${budget} ${words}`);
  });

  it('judges by further budgets, which are kept with the run, and can count inconclusive as a failure', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await foxload([
      ...runArgs(folder),
      '--budget',
      'delivery.p99{sku=psn-tr-100} < 3s',
      '--budget',
      'warn: delivery.max < 0.001ms',
      '--on-inconclusive',
      'fail',
    ]);
    const { id, result } = artefactsIn(join(folder, 'reports'));
    const due = dueVerdict(result, 'inconclusive');
    expect({ verdict: result.verdict.result, code }).toEqual({
      verdict: due,
      code: verdictExitCode(due, 'fail'),
    });
    expect(result.budgets.map(({ severity, result: of }) => [severity, of])).toEqual([
      ['fail', 'pass'],
      ['fail', 'pass'],
      ['fail', 'inconclusive'],
      ['warn', 'fail'],
    ]);
    expect(result.verdict.reasons.at(-1)).toMatch(/^warning: delivery\.max < 0\.001ms does not hold/);
    expect(stderr).toContain(
      'budget delivery.p99{sku=psn-tr-100} < 3s: needs 299 orders to pass at all, about 100 are planned: can not pass, only fail\n',
    );
    expect(stdout).toContain('  fail         warning only: delivery.max < 0.001ms does not hold');
    const kept = readFileSync(join(folder, 'reports', id, 'profile.yaml'), 'utf8');
    expect(kept).toContain('delivery.p99{sku=psn-tr-100} < 3s');
  });

  it('ends with 4 when nothing could be measured', async () => {
    const folder = temporaryFolder();
    const parts = {
      load: { stages: [{ rate: '20/s', for: '1s' }] },
      deadline: '1s',
      sandbox: { speed: 500, webhooks: { drop: '100%' } },
    };
    const { code, stdout } = await foxload(runArgs(folder, parts));
    expect(stdout).toMatch(
      /^\nINVALID {2}short .+\n {2}no webhook reached http:\/\/127\.0\.0\.1:\d+\/webhooks:/,
    );
    expect(code).toBe(4);
  });

  it('still prints the result when the reports can not be written, and ends with 4', async () => {
    const folder = temporaryFolder();
    const reports = join(folder, 'reports');
    const run = startFoxload(runArgs(folder));
    await run.sees(/balance .+\n/);
    rmSync(reports, { recursive: true });
    const { code, stdout, stderr } = await run.ended;
    expect(stdout).toMatch(/^\n[A-Z]+ {2}short · embedded/);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(
      /^the reports could not be written \(ENOENT: .+report\.json'\), so this run counts as invalid$/,
    );
    expect(code).toBe(4);
  });
});

/** The page at `url`, or null when nobody serves it any more. */
async function pageAt(url: string): Promise<string | null> {
  try {
    return await (await fetch(url)).text();
  } catch {
    return null;
  }
}

/** The metrics pages of a run from its first to its last. */
async function pagesOf(url: string): Promise<string[]> {
  const pages: string[] = [];
  for (let page = await pageAt(url); page !== null; page = await pageAt(url)) pages.push(page);
  return pages;
}

describe('the metrics of a run', () => {
  it('are served while it goes on, and their last counters are those of the report', async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const args = runArgs(folder, { sandbox: { speed: 500, failures: { supplier_timeout: '10%' } } });
    const run = startFoxload([...args.slice(0, -1), String(port)]);
    const [url] = await run.sees(/http:\S+\/metrics(?=\n)/);
    expect(url).toBe(`http://127.0.0.1:${port}/metrics`);
    const pages = (await pagesOf(url)).map(seriesOf);
    await run.ended;
    const { ledger, webhooks, failures } = artefactsIn(join(folder, 'reports')).result;
    const sent = pages.map((page) => page.get('foxload_orders_sent_total') ?? Number.NaN);
    expect(sent).toEqual(sent.toSorted((a, b) => a - b));
    expect(sent.some((count) => count > 0 && count < ledger.sent)).toBe(true);
    const last = (series: string) => pages.at(-1)?.get(`foxload_${series}`);
    expect(last('orders_planned_total')).toBe(ledger.planned);
    expect(last('orders_sent_total')).toBe(ledger.sent);
    expect(last('orders_accepted_total')).toBe(ledger.accepted);
    expect(last('orders_completed_total{outcome="delivered",via="webhook"}')).toBe(ledger.delivered);
    expect(last('orders_completed_total{outcome="failed",via="webhook"}')).toBe(ledger.failed);
    expect(last('order_failures_total{reason="supplier_timeout",retryable="yes"}')).toBe(failures[0]?.count);
    expect(last('order_delivery_seconds_count')).toBe(ledger.delivered);
    const received = [...(pages.at(-1) ?? [])].filter(([name]) =>
      name.startsWith('foxload_webhooks_received_total'),
    );
    expect(received.reduce((sum, [, count]) => sum + count, 0)).toBe(webhooks.received);
  });
});
