import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCode } from '../../src/contract/code-cipher.js';
import { startFoxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { canaryKey, canarySecret, credentials } from './credentials.js';
import { outerSandbox } from './outer-sandbox.js';
import { artefactsIn } from './run-artefacts.js';
import { writtenProfile } from './written-profile.js';

interface ToldOrder {
  readonly delivery_data?: { readonly code: string };
  readonly codes?: readonly { readonly value: string }[];
}

/** The codes of an order as the API tells them, sealed ones in both forms. */
function codesOf(order: ToldOrder, orderId: string): string[] {
  const plain = order.delivery_data?.code.split('\n') ?? [];
  const sealed = order.codes?.map(({ value }) => value) ?? [];
  const opened = sealed.map((value) => openCode(canarySecret, orderId, value));
  return [...plain, ...sealed, ...opened.flatMap((result) => ('code' in result ? [result.code] : []))];
}

async function toldOrder(url: string, orderId: string): Promise<ToldOrder> {
  const headers = { authorization: `Bearer ${canaryKey}` };
  return (await fetch(`${url}/v1/orders/${orderId}`, { headers })).json() as Promise<ToldOrder>;
}

describe.each(['header-key', 'body-key'] as const)('a run against a %s sandbox', (dialect) => {
  it('lets no key, secret or delivered code reach a file or a stream', async () => {
    const folder = temporaryFolder();
    const sandbox = await outerSandbox(dialect);
    const reports = join(folder, 'reports');
    const args = ['run', writtenProfile(folder, sandbox.profileParts), '--reports', reports];
    const run = startFoxload([...args, '--metrics-port', '0'], { env: credentials });
    const { stdout, stderr } = await run.ended;
    const { files, result, journal } = artefactsIn(reports);
    expect(result.ledger.delivered).toBe(100);
    expect(result.codes).toEqual({ opened: 100, failed: 0 });

    const ids = journal.filter((event) => event.kind === 'webhook').map(({ orderId }) => String(orderId));
    const told = await Promise.all(ids.slice(0, 10).map((id) => toldOrder(sandbox.url, id)));
    const codes = told.flatMap((order, place) => codesOf(order, ids[place] ?? ''));
    expect(codes.length).toBe(dialect === 'header-key' ? 10 : 20);

    const secretForms = (['base64', 'base64url', 'hex', 'utf8'] as const).map((form) =>
      canarySecret.toString(form),
    );
    const everything = {
      stdout,
      stderr,
      sandboxOut: sandbox.process.stdout,
      sandboxErr: sandbox.process.stderr,
    };
    for (const [where, text] of Object.entries({ ...everything, ...files })) {
      const found = [canaryKey, ...secretForms, ...codes].filter((secret) => text.includes(secret));
      expect(found, where).toEqual([]);
    }
  });
});

describe('a run with another webhook secret than the sender', () => {
  it('ends with 4 and names the secret as the first thing to check', async () => {
    const folder = temporaryFolder();
    const sandbox = await outerSandbox('header-key');
    const profile = writtenProfile(folder, {
      ...sandbox.profileParts,
      load: { stages: [{ rate: '20/s', for: '1s' }] },
      deadline: '1s',
    });
    const args = ['run', profile, '--reports', join(folder, 'reports'), '--metrics-port', '0'];
    const env = {
      ...credentials,
      FOXRELOAD_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 9).toString('base64')}`,
    };
    const { code, stdout } = await startFoxload(args, { env }).ended;
    expect(code).toBe(4);
    const words = stdout.replace(/\s+/g, ' ');
    expect(words).toMatch(
      /^ INVALID short .+? all \d+ webhooks failed verification \(.+?\): check that FOXRELOAD_WEBHOOK_SECRET is the secret/,
    );
  });
});
