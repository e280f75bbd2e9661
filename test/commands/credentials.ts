import { writeWebhookSecret } from '../../src/contract/webhook-secret.js';

/** Credentials that are easily found again wherever they leak to. */
export const canaryKey = 'canary-api-key-3f9d1c';
export const canarySecret = Buffer.from('canary-webhook-secret-7b21e86a');

/** The environment of a process that knows them. */
export const credentials = {
  FOXRELOAD_API_KEY: canaryKey,
  FOXRELOAD_WEBHOOK_SECRET: writeWebhookSecret(canarySecret),
};
