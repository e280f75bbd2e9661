import { describe, expect, it } from 'vitest';
import { foxload, startFoxload } from '../support/foxload-process.js';
import { listeningServer } from '../support/listening-server.js';
import { canaryKey, credentials } from './credentials.js';

describe('foxload sandbox', () => {
  it('prints its address alone on standard output, answers its key only, and ends with 130 after Ctrl-C', async () => {
    const sandbox = startFoxload(['sandbox', '--port', '0', '--speed', '100'], { env: credentials });
    const [url] = await sandbox.sees(/http:\/\/127\.0\.0\.1:\d+(?=\n)/);
    await sandbox.sees(/Ctrl-C ends it\n/);
    const status = async (key: string) =>
      (await fetch(`${url}/v1/balance`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect([await status(canaryKey), await status('another')]).toEqual([200, 401]);
    sandbox.kill('SIGINT');
    expect(await sandbox.ended).toMatchObject({
      code: 130,
      stdout: `${url}\n`,
      stderr: 'sandbox (header-key, speed 100, seed 7), no webhooks; Ctrl-C ends it\n',
    });
  });

  it('ends with 143 after SIGTERM', async () => {
    const sandbox = startFoxload(['sandbox', '--port', '0'], { env: credentials });
    await sandbox.sees(/Ctrl-C ends it\n/);
    sandbox.kill('SIGTERM');
    expect((await sandbox.ended).code).toBe(143);
  });

  it('tells a newcomer which credentials to choose', async () => {
    const { code, stdout, stderr } = await foxload(['sandbox']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe(
      'set FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET: the sandbox accepts that API key and signs its webhooks ' +
        'with that secret, which its clients need too; choose any, for example FOXRELOAD_API_KEY=sandbox-key ' +
        'FOXRELOAD_WEBHOOK_SECRET=whsec_$(openssl rand -base64 32)\n',
    );
    const { stderr: second } = await foxload(['sandbox'], { env: { FOXRELOAD_API_KEY: 'sandbox-key' } });
    expect(second).toMatch(/^set FOXRELOAD_WEBHOOK_SECRET: /);
  });

  it('says that its port is in use', async () => {
    const port = await listeningServer((_request, response) => response.end());
    expect(await foxload(['sandbox', '--port', String(port)], { env: credentials })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `the sandbox can't listen on 127.0.0.1:${port}: the port is in use; choose another with --port\n`,
    });
  });
});
