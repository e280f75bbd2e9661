import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { type Ended, foxload } from '../support/foxload-process.js';
import { listeningServer } from '../support/listening-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { canaryKey, canarySecret, credentials } from './credentials.js';
import { writtenProfile } from './written-profile.js';

/** A profile for an API at `port`. */
function outerProfile(folder: string, port: number, receiverPort = port): string {
  return writtenProfile(folder, {
    target: { environment: 'sandbox', url: `http://127.0.0.1:${port}`, dialect: 'header-key' },
    receiver: { listen: `127.0.0.1:${receiverPort}` },
    limits: { orders: 100, spend: '1000 USD' },
    sandbox: undefined,
  });
}

/** Runs a profile that must be refused: exit code 2, nothing on standard output, no run's folder, one sentence. */
async function refusal(
  folder: string,
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const reports = join(folder, 'reports');
  const ended: Ended = await foxload(['run', file, '--reports', reports, ...args], { env });
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(existsSync(reports) ? readdirSync(reports) : []).toEqual([]);
  expect(ended.stderr).not.toMatch(/\n {4}at /);
  expect(ended.stderr).not.toContain(canaryKey);
  expect(ended.stderr).not.toContain(canarySecret.toString('base64'));
  return ended.stderr;
}

describe('foxload run is refused, with nothing sent, when', () => {
  it('nothing answers at the target', async () => {
    const folder = temporaryFolder();
    const port = await freePort();
    const file = outerProfile(folder, port, await freePort());
    expect(await refusal(folder, file, ['--metrics-port', '0'], credentials)).toBe(
      `nothing usable answers at http://127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}; ` +
        'is the API up, and is the url right?\n',
    );
  });

  it('the target refuses the API key', async () => {
    const folder = temporaryFolder();
    const requests: string[] = [];
    const port = await listeningServer((request, response) => {
      requests.push(request.method ?? '');
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"unauthorized"}');
    });
    const file = outerProfile(folder, port, await freePort());
    expect(await refusal(folder, file, ['--metrics-port', '0'], credentials)).toBe(
      `http://127.0.0.1:${port} refused the API key (401); set FOXRELOAD_API_KEY to a key of this environment\n`,
    );
    expect(requests).not.toContain('POST');
  });

  it("the receiver's port is in use", async () => {
    const folder = temporaryFolder();
    const port = await listeningServer((_request, response) => response.end());
    expect(await refusal(folder, outerProfile(folder, port), ['--metrics-port', '0'], credentials)).toBe(
      `the webhook receiver can't listen on 127.0.0.1:${port}: the port is in use; choose another with receiver.listen\n`,
    );
  });

  it('the port for metrics is in use', async () => {
    const folder = temporaryFolder();
    const port = await listeningServer((_request, response) => response.end());
    expect(await refusal(folder, writtenProfile(folder), ['--metrics-port', String(port)], {})).toBe(
      `the metrics page can't listen on 127.0.0.1:${port}: the port is in use; ` +
        'choose another with --metrics-port, or 0 for no metrics\n',
    );
  });

  it('the metrics could be read by others without a token', async () => {
    const folder = temporaryFolder();
    for (const host of ['0.0.0.0', '::', '192.0.2.1'])
      expect(await refusal(folder, writtenProfile(folder), ['--metrics-host', host], {})).toBe(
        `--metrics-host is ${host}, which others may reach; wanted a token in FOXLOAD_METRICS_TOKEN (or …_FILE), or 127.0.0.1\n`,
      );
  });

  it.each([
    [
      'the API key is not set',
      { FOXRELOAD_API_KEY: undefined },
      'FOXRELOAD_API_KEY is not set; set it, or FOXRELOAD_API_KEY_FILE, to the API key of the target\n',
    ],
    [
      'the webhook secret is not set',
      { FOXRELOAD_WEBHOOK_SECRET: undefined },
      'FOXRELOAD_WEBHOOK_SECRET is not set; set it, or FOXRELOAD_WEBHOOK_SECRET_FILE, to the secret that the API ' +
        'signs its webhooks with (whsec_…)\n',
    ],
    [
      'the webhook secret has no whsec_',
      { FOXRELOAD_WEBHOOK_SECRET: canarySecret.toString('base64') },
      'FOXRELOAD_WEBHOOK_SECRET is not a webhook secret: a webhook secret begins with whsec_\n',
    ],
    [
      'the API key is set twice',
      { FOXRELOAD_API_KEY_FILE: '/run/secrets/key' },
      'FOXRELOAD_API_KEY and FOXRELOAD_API_KEY_FILE are both set; set one of them\n',
    ],
    [
      'the file of the API key is not there',
      { FOXRELOAD_API_KEY: undefined, FOXRELOAD_API_KEY_FILE: '/nowhere/key' },
      'FOXRELOAD_API_KEY_FILE names /nowhere/key, which could not be read (ENOENT)\n',
    ],
  ])('%s', async (_case, env, sentence) => {
    const folder = temporaryFolder();
    const file = outerProfile(folder, 9, 9);
    expect(await refusal(folder, file, [], { ...credentials, ...env })).toBe(sentence);
  });

  it('the folder for reports is a file', async () => {
    const folder = temporaryFolder();
    const reports = join(folder, 'reports');
    writeFileSync(reports, 'a file');
    const args = ['run', writtenProfile(folder), '--reports', reports, '--metrics-port', '0'];
    const { code, stdout, stderr } = await foxload(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^the folder .+ can't be made \(ENOTDIR\); give another with --reports\n$/);
  });
});
