import { existsSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { startFoxload, type WatchedProcess } from '../support/foxload-process.js';
import { listeningServer } from '../support/listening-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { credentials } from './credentials.js';
import { artefactsIn } from './run-artefacts.js';
import { untilSent } from './sent-orders.js';
import { writtenProfile } from './written-profile.js';

const drains = 'No new orders; waiting for those that were sent. Press Ctrl-C again to leave at once.\n';
const leaves = 'Leaving; writing the report from what is known.\n';

/** A run that would take ten minutes, with orders in flight. `speed` says how long each of them takes. */
async function longRun(folder: string, speed: number): Promise<WatchedProcess> {
  const profile = writtenProfile(folder, {
    load: { stages: [{ rate: '50/s', for: '10m' }] },
    deadline: '1m',
    sandbox: { speed, seed: 3 },
  });
  const port = await freePort();
  const reports = join(folder, 'reports');
  const args = ['run', profile, '--reports', reports, '--metrics-port', String(port)];
  const run = startFoxload(args, { ownGroup: true });
  const [url] = await run.sees(/http:\S+\/metrics(?=\n)/);
  await untilSent(url, 20);
  return run;
}

describe('a run that is told to stop', () => {
  it('waits for the orders that were sent, reports, and ends with 130 after one Ctrl-C', async () => {
    const folder = temporaryFolder();
    const run = await longRun(folder, 100);
    // A terminal's Ctrl-C goes to the whole group, the simulator's process included.
    run.kill('SIGINT', true);
    const { code, signal, stdout, stderr } = await run.ended;
    expect({ code, signal }).toEqual({ code: 130, signal: null });
    expect(stderr).toContain(drains);
    expect(stderr).not.toContain(leaves);
    expect(stdout).toMatch(
      /^\n[A-Z]+ {2}short .+\n {2}cut short by SIGINT: these are the orders until then\n/,
    );
    const { result, files, journal } = artefactsIn(join(folder, 'reports'));
    const kept = ['orders.ndjson', 'profile.yaml', 'report.json'];
    expect(Object.keys(files)).toEqual(expect.arrayContaining(kept));
    expect(result.run.interruptedBy).toBe('SIGINT');
    expect(result.ledger.planned).toBeGreaterThanOrEqual(20);
    expect(result.ledger).toMatchObject({ delivered: result.ledger.planned, open: 0, balanced: true });
    expect(journal.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  });

  it('leaves at once with the orders still open, reports, and ends with 130 after a second Ctrl-C', async () => {
    const folder = temporaryFolder();
    const run = await longRun(folder, 1);
    run.kill('SIGINT', true);
    await run.sees(/No new orders/);
    run.kill('SIGINT', true);
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr.endsWith(drains + leaves)).toBe(true);
    const { result, journal } = artefactsIn(join(folder, 'reports'));
    expect(result.ledger.open).toBeGreaterThan(0);
    expect(result.ledger.balanced).toBe(true);
    expect(result.verdict.result).toBe('invalid');
    expect(stdout).toContain(
      `  ${result.ledger.open} accepted orders were still open when the run was left\n`,
    );
    expect(journal.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
  });

  it('drains and ends with 143 after SIGTERM, also when its whole group is told, as timeout(1) does', async () => {
    const folder = temporaryFolder();
    const run = await longRun(folder, 100);
    run.kill('SIGTERM', true);
    const { code, stderr } = await run.ended;
    expect(code).toBe(143);
    expect(stderr).toContain(drains);
    const { result } = artefactsIn(join(folder, 'reports'));
    expect(result.run.interruptedBy).toBe('SIGTERM');
    expect(result.ledger).toMatchObject({ delivered: result.ledger.planned, open: 0, balanced: true });
    expect(result.verdict.reasons.join()).not.toContain('sandbox ended');
  });
});

describe('a run that is told to stop before its first order', () => {
  /** A target that does not answer until it is released; `requests` are what it was asked. */
  async function silentTarget(folder: string): Promise<{
    run: WatchedProcess;
    asked: Promise<void>;
    release: () => void;
    requests: string[];
  }> {
    const requests: string[] = [];
    const held: ServerResponse[] = [];
    let isReleased = false;
    let tellAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      tellAsked = resolve;
    });
    const answer = (response: ServerResponse) => void response.writeHead(404).end();
    const port = await listeningServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      tellAsked();
      if (isReleased) answer(response);
      else held.push(response);
    });
    const profile = writtenProfile(folder, {
      target: { environment: 'sandbox', url: `http://127.0.0.1:${port}`, dialect: 'header-key' },
      receiver: { listen: `127.0.0.1:${await freePort()}` },
      limits: { orders: 100 },
      sandbox: undefined,
    });
    const args = ['run', profile, '--reports', join(folder, 'reports'), '--metrics-port', '0'];
    const release = (): void => {
      isReleased = true;
      held.splice(0).forEach(answer);
    };
    return { run: startFoxload(args, { env: credentials }), asked, release, requests };
  }

  it('sends nothing, reports nothing, and ends with 130', async () => {
    const folder = temporaryFolder();
    const { run, asked, release, requests } = await silentTarget(folder);
    await asked;
    run.kill('SIGINT');
    await run.sees(/Stopping; nothing was sent yet\.\n/);
    release();
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stdout, stderr }).toEqual({
      code: 130,
      stdout: '',
      stderr: 'Stopping; nothing was sent yet.\n',
    });
    const reports = join(folder, 'reports');
    expect(existsSync(reports) ? readdirSync(reports) : []).toEqual([]);
    expect(requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  it('ends at once after a second Ctrl-C, though the target never answers', async () => {
    const { run, asked } = await silentTarget(temporaryFolder());
    await asked;
    run.kill('SIGINT');
    await run.sees(/Stopping; nothing was sent yet\.\n/);
    run.kill('SIGINT');
    expect(await run.ended).toMatchObject({ signal: 'SIGINT', stdout: '' });
  });
});
