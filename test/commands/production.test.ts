import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStart } from '../grafana/required-program.js';
import { cliFile, foxload, startFoxload, WatchedProcess } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { canaryKey, canarySecret, credentials } from './credentials.js';
import { type OuterSandbox, outerSandbox } from './outer-sandbox.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

/** A stage for real money: a simulator in a process of its own, and a profile that takes it for production. */
interface Stage {
  readonly sandbox: OuterSandbox;
  readonly reports: string;
  readonly profile: string;
  /** The arguments of a run without metrics, and what else is said. */
  runArgs(...flags: string[]): string[];
  /** A resource of the simulator. */
  told(path: string): Promise<Record<string, unknown>>;
}

/** Thirty orders of one piece at up to 5 USD, the canary among them: 150 USD at worst. */
const limits = { orders: 30, spend: '1000 USD', skus: { 'psn-tr-100': '5 USD' } };
const load = { arrivals: 'uniform', stages: [{ rate: '100/s', for: '1s' }] };
/** What thirty orders can decide. */
const budgets = ['delivery.p50 < 3s', 'success.rate > 80%'];

async function stage(parts: Readonly<Record<string, unknown>> = {}): Promise<Stage> {
  const folder = temporaryFolder();
  const sandbox = await outerSandbox('header-key');
  const target = { environment: 'production', url: sandbox.url, dialect: 'header-key' };
  const profile = writtenProfile(folder, {
    ...sandbox.profileParts,
    target,
    limits,
    load,
    budgets,
    ...parts,
  });
  const reports = join(folder, 'reports');
  return {
    sandbox,
    reports,
    profile,
    runArgs: (...flags) => ['run', profile, '--reports', reports, '--metrics-port', '0', ...flags],
    told: async (path) => (await fetch(sandbox.url + path)).json() as Promise<Record<string, unknown>>,
  };
}

/** What a run that must be refused says, after checking that it left nothing and ordered nothing. */
async function refusal(at: Stage, ...flags: string[]): Promise<string> {
  const { code, stdout, stderr } = await foxload(at.runArgs(...flags), { env: credentials });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(existsSync(at.reports)).toBe(false);
  expect(await at.told('/sandbox/health')).toMatchObject({ orders: { placed: 0 } });
  return stderr;
}

const wanted = 'wanted --confirm-spend "150 USD", the worst case that foxload validate tells\n';
const unconfirmed = `the worst case was not confirmed; ${wanted}`;
const notAllowed = (at: Stage): string =>
  `short spends real money at ${at.sandbox.url}, and that was not allowed; wanted --allow-production\n`;

describe('foxload run spends no real money', () => {
  it('without both flags, and says what is wanted', async () => {
    const at = await stage();
    expect(await refusal(at)).toBe(notAllowed(at) + unconfirmed);
    expect(await refusal(at, '--allow-production')).toBe(unconfirmed);
    expect(await refusal(at, '--confirm-spend', '150 USD')).toBe(notAllowed(at));
  });

  it('for another amount than the worst case, by as little as a cent', async () => {
    const at = await stage();
    for (const amount of ['149.99 USD', '150.01 USD', '0 USD', '1000 USD']) {
      expect(await refusal(at, '--allow-production', '--confirm-spend', amount)).toBe(
        `${amount} was confirmed, which is not the worst case; ${wanted}`,
      );
    }
  });

  it('when one limit is missing', async () => {
    for (const missing of ['orders', 'spend', 'skus']) {
      const at = await stage({ limits: { ...limits, [missing]: undefined } });
      expect(await refusal(at, '--allow-production', '--confirm-spend', '150 USD')).toMatch(
        new RegExp(`^${at.profile}:\\d+: limits\\.${missing} is missing; wanted the `),
      );
    }
  });

  it('for an SKU that is not on the list', async () => {
    const at = await stage({ orders: [{ sku: 'psn-tr-100' }, { sku: 'steam-us-20' }] });
    expect(await refusal(at, '--allow-production', '--confirm-spend', '150 USD')).toMatch(
      /: orders\[1\]\.sku is "steam-us-20"; wanted an SKU of limits\.skus: psn-tr-100\n$/,
    );
  });

  it('at a higher price than the list allows', async () => {
    const at = await stage({ limits: { ...limits, skus: { 'psn-tr-100': '4.19 USD' } } });
    const { code, stdout, stderr } = await foxload(
      at.runArgs('--allow-production', '--confirm-spend', '125.70 USD'),
      { env: credentials },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      `one piece of psn-tr-100 costs 4.20 USD at ${at.sandbox.url}; limits.skus allows at most 4.19 USD\n`,
    );
    expect(await at.told('/sandbox/health')).toMatchObject({ orders: { placed: 0 } });
  });

  it('behind the back of its environment', async () => {
    const at = await stage({ target: { environment: 'sandbox', url: 'https://api.foxreload.com' } });
    expect(await refusal(at)).toMatch(
      /: target\.url is "https:\/\/api\.foxreload\.com"; wanted the address of a sandbox, because this is production/,
    );
  });
});

describe('foxload run spends real money', () => {
  it('up to the amount that validate told and the user confirmed', async () => {
    const at = await stage();
    const validated = await foxload(['validate', at.profile]);
    const [, amount = ''] = /--confirm-spend "(.+)"\n/.exec(validated.stdout) ?? [];
    expect(amount).toBe('150 USD');
    const asJson = await foxload(['validate', at.profile, '--json']);
    expect(JSON.parse(asJson.stdout)).toMatchObject({ worstCaseUsd: 150 });

    const flags = ['--allow-production', '--confirm-spend', amount];
    const { code } = await foxload(at.runArgs(...flags), { env: credentials });
    const { result } = artefactsIn(at.reports);
    // A busy machine makes an honest run invalid; what it spent is the same.
    expect([0, 4]).toContain(code);
    expect(result.ledger).toMatchObject({ sent: 30, delivered: 30, dropped: 0, balanced: true });
    expect(result.spend).toEqual({ debitedUsd: 126, refundedUsd: 0, limitUsd: 1000 });
    expect(await at.told('/sandbox/ledger')).toMatchObject({ debits_usd: 126, balanced: true });
  });

  it('never above its cap, with an API that forgets its keys', async () => {
    const at = await stage({
      replays: '100%',
      orders: [{ sku: 'sandbox-forget-key' }],
      limits: { orders: 60, spend: '100 USD', skus: { 'sandbox-forget-key': '1 USD' } },
    });
    const flags = ['--allow-production', '--confirm-spend', '100 USD'];
    await foxload(at.runArgs(...flags), { env: credentials });
    const { ledger, spend, idempotency } = artefactsIn(at.reports).result;
    // Each order is set aside with its twin and its other body, and all of them are sold: four pieces at 1 USD.
    expect(ledger).toMatchObject({ sent: 25, dropped: 35, delivered: 25, balanced: true });
    expect(idempotency.violations).toBe(25);
    expect(spend).toEqual({ debitedUsd: 25, refundedUsd: 0, limitUsd: 100 });
    expect(await at.told('/sandbox/ledger')).toMatchObject({ debits_usd: 100, balanced: true });
  });

  it('with nothing secret in its arguments or its title', async () => {
    const at = await stage({ load: { stages: [{ rate: '5/s', for: '10m' }] } });
    const flags = ['--allow-production', '--confirm-spend', '150 USD'];
    const run = startFoxload(at.runArgs(...flags), { env: credentials });
    await run.sees(/balance .+\n/);
    const shown = ['cmdline', 'comm', 'status'].map((name) =>
      readFileSync(`/proc/${run.child.pid}/${name}`, 'utf8'),
    );
    expect(shown[0]).toContain('--allow-production');
    for (const secret of [canaryKey, canarySecret.toString('base64')])
      expect(shown.join()).not.toContain(secret);
    run.kill('SIGINT');
    expect((await run.ended).code).toBe(130);
  });

  it('but no command takes a secret from its arguments', async () => {
    const { stdout } = await foxload(['--help']);
    const commands = [...stdout.matchAll(/^ {2}([a-z]+) .*\[options\]/gm)].map(([, name]) => name ?? '');
    expect(commands).toEqual(expect.arrayContaining(['run', 'validate', 'sandbox']));
    for (const command of commands) {
      const help = await foxload([command, '--help']);
      const options = [...help.stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
      expect(options.length).toBeGreaterThan(0);
      expect(options.filter((name) => /key|secret|token|password/.test(name ?? ''))).toEqual([]);
    }
  });
});

/** Starts a production run on a terminal, where nobody confirmed anything yet. */
function runInTerminal(at: Stage): WatchedProcess {
  const args = at.runArgs('--allow-production').map((arg) => `"${arg}"`);
  const line = `stty cols 200 rows 40; exec "${process.execPath}" "${cliFile}" ${args.join(' ')}`;
  const env = { TERM: 'xterm', SHELL: '/bin/sh', ...credentials };
  return new WatchedProcess('script', ['-qec', line, '/dev/null'], { env });
}

describe('foxload run on a terminal asks for the amount, and', () => {
  if (!canStart('script', 'stty')) return;

  async function asked(at: Stage): Promise<WatchedProcess> {
    const run = runInTerminal(at);
    await run.sees(/spends real money at \S+: at most 150 USD\.\r\n.*Type 150 USD to start: /s);
    return run;
  }

  async function nothingSent(at: Stage): Promise<void> {
    expect(existsSync(at.reports)).toBe(false);
    expect(await at.told('/sandbox/health')).toMatchObject({ orders: { placed: 0 } });
  }

  it('starts when it is typed', async () => {
    const at = await stage();
    const run = await asked(at);
    run.child.stdin?.write('150.00 USD\r');
    const { code } = await run.ended;
    expect([0, 4]).toContain(code);
    expect(artefactsIn(at.reports).result.ledger).toMatchObject({ sent: 30, delivered: 30, balanced: true });
  });

  it.each([
    ['another amount', '149.99 USD\r', `149.99 USD was confirmed, which is not the worst case; ${wanted}`],
    ['no amount', 'yes\r', '"yes" was typed; wanted 150 USD, the worst case that foxload validate tells\n'],
    ['nothing', '\x04', 'nothing was typed; wanted 150 USD, the worst case that foxload validate tells\n'],
  ])('ends with 2 when %s is typed', async (_what, keys, sentence) => {
    const at = await stage();
    const run = await asked(at);
    run.child.stdin?.write(keys);
    const { code, stdout } = await run.ended;
    expect(code).toBe(2);
    expect(stdout.replaceAll('\r\n', '\n')).toContain(sentence);
    await nothingSent(at);
  });

  it('ends with 130 after Ctrl-C', async () => {
    const at = await stage();
    const run = await asked(at);
    run.child.stdin?.write('\x03');
    const { code, stdout } = await run.ended;
    expect(code).toBe(130);
    expect(stdout).toContain('Stopping; nothing was sent yet.');
    await nothingSent(at);
  });
});
