import { expect, it } from 'vitest';
import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';
import { finalBlock } from '../../src/report/final-block.js';
import { credentialsFrom } from '../../src/run/credentials.js';
import { withRig } from './rig.js';

const newest = Buffer.alloc(32, 8);
const before = Buffer.alloc(32, 7);

it('several webhook secrets come from one variable, the newest first', () => {
  const text = `${writeWebhookSecret(newest)}\n${writeWebhookSecret(before)}\n`;
  expect(credentialsFrom({ FOXRELOAD_API_KEY: 'key', FOXRELOAD_WEBHOOK_SECRET: text })).toEqual({
    apiKey: 'key',
    webhookSecret: newest,
    oldWebhookSecrets: [before],
  });
});

it('a run whose API still signs with the secret of before is measured, and says so', async () => {
  await withRig({ webhookSecret: before, dialect: 'body-key' }, async (rig) => {
    const environment = {
      ...rig.environment,
      FOXRELOAD_WEBHOOK_SECRET: [newest, before].map(writeWebhookSecret).join(' '),
    };
    const load = { arrivals: 'uniform', stages: [{ rate: '20/s', for: '500ms' }] };
    const { result } = await rig.run(rig.profile({ load, deadline: '30s' }), { environment });
    expect(result.ledger).toMatchObject({ accepted: 10, delivered: 10 });
    expect(result.codes).toEqual({ opened: 10, failed: 0 });
    expect(result.webhooks).toMatchObject({ received: 10, accepted: 10, oldSecret: 10 });
    expect(finalBlock(result)).toContain('by an old secret 10');
  });
});

it('a run whose API signs with the newest secret does not speak of old ones', async () => {
  await withRig({ webhookSecret: newest }, async (rig) => {
    const environment = {
      ...rig.environment,
      FOXRELOAD_WEBHOOK_SECRET: [newest, before].map(writeWebhookSecret).join(' '),
    };
    const load = { arrivals: 'uniform', stages: [{ rate: '20/s', for: '500ms' }] };
    const { result } = await rig.run(rig.profile({ load, deadline: '30s' }), { environment });
    expect(result.webhooks).toMatchObject({ accepted: 10, oldSecret: 0 });
    expect(finalBlock(result)).not.toContain('old secret');
  });
});
