import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../scripts/free-port.mjs';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { foxload } from '../support/foxload-process.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { apiKey, type SmallApiFaults, smallApi, webhookSecret } from './small-api.js';
import { type ProfileParts, suiteProfileText } from './suite-profile.js';

const secrets = { FOXRELOAD_API_KEY: apiKey, FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(webhookSecret) };

/** Expects exit code 2 with nothing ordered and nothing left behind; gives what the user is told. */
async function refusal(parts: ProfileParts, faults: SmallApiFaults = {}, env: NodeJS.ProcessEnv = secrets) {
  const { url, receiverPort, calls } = await smallApi(faults);
  const { target = {}, ...others } = parts as { readonly target?: object };
  const folder = temporaryFolder();
  const file = join(folder, 'suite.yaml');
  const profile = {
    target: { environment: 'sandbox', url, ...target },
    receiver: { listen: `127.0.0.1:${receiverPort}` },
    sandbox: undefined,
    orders: [{ sku: 'a-thing' }],
    ...others,
  };
  writeFileSync(file, suiteProfileText(profile));
  const { code, stdout, stderr } = await foxload(
    ['idempotency', file, '--reports', join(folder, 'reports')],
    { env },
  );
  expect([code, stdout, calls()]).toStrictEqual([2, '', 0]);
  expect(existsSync(join(folder, 'reports'))).toBe(false);
  return stderr.trim();
}

test('production is refused, whatever the profile says', async () => {
  const url = `https://127.0.0.1:${await freePort()}`;
  const limits = { orders: 1000, spend: '10000 USD', skus: { 'a-thing': '5 USD' } };
  expect(await refusal({ target: { environment: 'production', url }, limits })).toBe(
    'target.environment is production, where foxload idempotency never runs: it orders with one key again and again, ' +
      'and each mistake of the API would cost real money; name a sandbox',
  );
});

test('a limit of orders below the worst case is refused, with the worst case', async () => {
  expect(await refusal({ limits: { orders: 207 } })).toBe(
    "limits.orders is 207, but an API that ignores its keys would make an order of each of the suite's 208 calls; " +
      'raise it to 208, or do not run this here',
  );
});

test('a limit of money below the worst case is refused, to the cent', async () => {
  // 207 calls for one piece and one for two, at 2.50 USD each.
  expect(await refusal({ limits: { spend: '522.49 USD' } })).toBe(
    "limits.spend is 522.49 USD, but an API that ignores its keys would make an order of each of the suite's 208 calls, " +
      'for 522.50 USD; raise it, order something cheaper, or do not run this here',
  );
});

test('a limit of money is refused where nothing has a price', async () => {
  expect(await refusal({ limits: { spend: '100000 USD' } }, { withoutPrices: true })).toBe(
    "the API shows no catalogue of prices, so limits.spend can't be kept; remove that limit",
  );
});

test('a piece that costs more than the profile allows is refused', async () => {
  const message = await refusal({ limits: { skus: { 'a-thing': '2.49 USD' } } });
  expect(message).toMatch(
    /^one piece of a-thing costs 2\.50 USD at \S+; limits\.skus allows at most 2\.49 USD$/,
  );
});

test('a refused key, a missing key and an API that is down are told before anything is ordered', async () => {
  const wrong = { ...secrets, FOXRELOAD_API_KEY: 'another-key' };
  expect(await refusal({}, {}, wrong)).toMatch(
    /^http:\S+ refused the API key \(401\); set FOXRELOAD_API_KEY to /,
  );
  expect(await refusal({}, {}, {})).toMatch(/^FOXRELOAD_API_KEY is not set; /);
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await refusal({ target: { url } })).toMatch(
    new RegExp(`^nothing usable answers at ${url}: .*ECONNREFUSED`),
  );
});
