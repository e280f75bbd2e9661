import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import type { Profile } from '../../src/profile/profile.js';
import type { RunOptions } from '../../src/run/run-profile.js';
import { StartError } from '../../src/run/start-error.js';
import { apiKey, type Rig, webhookSecret, withRig } from './rig.js';

const load = { stages: [{ rate: '50/s', for: '200ms' }] };

/** The sentence of a run that could not begin, after checking that it left nothing and ordered nothing. */
async function refusal(rig: Rig, profile: Profile, options: Partial<RunOptions> = {}): Promise<string> {
  const error = await rig.run(profile, options).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StartError);
  expect(readdirSync(rig.reportsFolder)).toEqual([]);
  expect(JSON.parse(await rig.read('/sandbox/health'))).toMatchObject({ orders: { placed: 0 } });
  return error instanceof StartError ? error.message : '';
}

test('a refused API key is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const environment = { ...rig.environment, FOXRELOAD_API_KEY: 'another-key' };
    expect(await refusal(rig, rig.profile({ load }), { environment })).toBe(
      `${rig.sandbox.url} refused the API key (401); set FOXRELOAD_API_KEY to a key of this environment`,
    );
  });
});

test('an API that is down is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const message = await refusal(rig, rig.profile({ load, target: { url } }));
    expect(message).toMatch(new RegExp(`^nothing usable answers at ${url}: .*ECONNREFUSED`));
    expect(message).toMatch(/is the API up, and is the url right\?$/);
  });
});

test('an SKU that is not for sale is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const profile = rig.profile({ load, orders: [{ sku: 'psn-tr-100' }, { sku: 'psn-tr-1000' }] });
    expect(await refusal(rig, profile)).toMatch(
      /^the SKU psn-tr-1000 is not for sale at http:\S+; for sale are xbox-ar-game-pass, psn-tr-100, /,
    );
  });
});

test('a receiver port in use is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const occupant = createServer().listen(rig.receiverPort, '127.0.0.1');
    try {
      expect(await refusal(rig, rig.profile({ load }))).toBe(
        `the webhook receiver can't listen on 127.0.0.1:${rig.receiverPort}: the port is in use; ` +
          'choose another with receiver.listen',
      );
    } finally {
      occupant.close();
    }
  });
});

const goodSecret = writeWebhookSecret(webhookSecret);
const missing: readonly [string, NodeJS.ProcessEnv, RegExp][] = [
  [
    'no API key',
    { FOXRELOAD_WEBHOOK_SECRET: goodSecret },
    /^FOXRELOAD_API_KEY is not set; set it, or FOXRELOAD_API_KEY_FILE, to /,
  ],
  ['no webhook secret', { FOXRELOAD_API_KEY: apiKey }, /^FOXRELOAD_WEBHOOK_SECRET is not set; set it, or /],
  [
    'a webhook secret in another form',
    { FOXRELOAD_API_KEY: apiKey, FOXRELOAD_WEBHOOK_SECRET: 'c2VjcmV0' },
    /^FOXRELOAD_WEBHOOK_SECRET is not a webhook secret: a webhook secret begins with whsec_$/,
  ],
  [
    'a key and a file of it',
    { FOXRELOAD_API_KEY: apiKey, FOXRELOAD_API_KEY_FILE: 'key', FOXRELOAD_WEBHOOK_SECRET: goodSecret },
    /^FOXRELOAD_API_KEY and FOXRELOAD_API_KEY_FILE are both set; set one of them$/,
  ],
  [
    'a file that is not there',
    { FOXRELOAD_API_KEY: apiKey, FOXRELOAD_WEBHOOK_SECRET_FILE: 'no-such-file' },
    /^FOXRELOAD_WEBHOOK_SECRET_FILE names no-such-file, which could not be read \(ENOENT\)$/,
  ],
];

test('credentials that are missing or unusable are told by the name of their variable', async () => {
  await withRig({}, async (rig) => {
    for (const [what, environment, sentence] of missing) {
      const message = await refusal(rig, rig.profile({ load }), { environment });
      expect(message, what).toMatch(sentence);
      expect(message, what).not.toContain('c2VjcmV0');
    }
  });
});

test('a certificate file that is not there is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const profile = rig.profile({ load, target: { caFile: 'no-such-file.pem' } });
    expect(await refusal(rig, profile)).toMatch(/no-such-file\.pem, which could not be read \(ENOENT\)$/);
  });
});

test('a spend limit is refused where the API shows no prices', async () => {
  await withRig({}, async (rig) => {
    const url = `${rig.sandbox.url}/v1`;
    const profile = rig.profile({ load, target: { url }, limits: { spend: '10 USD' } });
    expect(await refusal(rig, profile)).toBe(
      `${url} shows no catalogue of prices, so limits.spend can't be kept; remove that limit`,
    );
  });
});

test('a price above the allow-list is told before any order is sent', async () => {
  await withRig({}, async (rig) => {
    const orders = [{ sku: 'psn-tr-100', quantity: 3 }];
    const limits = { skus: { 'psn-tr-100': '4.19 USD' } };
    expect(await refusal(rig, rig.profile({ load, orders, limits }))).toBe(
      `one piece of psn-tr-100 costs 4.20 USD at ${rig.sandbox.url}; limits.skus allows at most 4.19 USD`,
    );
  });
});
