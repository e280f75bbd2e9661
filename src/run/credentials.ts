import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readWebhookSecrets } from '../contract/webhook-secret.js';
import { StartError } from './start-error.js';

/** What foxload needs to speak with an API and to trust its webhooks. Never printed, journalled or reported. */
export interface Credentials {
  readonly apiKey: string;
  /** The newest: what a simulator signs with. */
  readonly webhookSecret: Buffer;
  /** Taken as well while the secret is changed, newest first. */
  readonly oldWebhookSecrets: readonly Buffer[];
}

/** Credentials for a simulator of our own: new ones each time. */
export function randomCredentials(): Credentials {
  return {
    apiKey: `sandbox_${randomBytes(18).toString('base64url')}`,
    webhookSecret: randomBytes(32),
    oldWebhookSecrets: [],
  };
}

/**
 * The credentials from `FOXRELOAD_API_KEY` and `FOXRELOAD_WEBHOOK_SECRET`, or from the files that `…_FILE` names. There
 * may be several webhook secrets, separated by white space, the newest first.
 * Throws a StartError that names the variable and what it should hold.
 */
export function credentialsFrom(environment: NodeJS.ProcessEnv): Credentials {
  const apiKey = secretFrom(environment, 'FOXRELOAD_API_KEY', 'the API key of the target');
  const [webhookSecret, ...oldWebhookSecrets] = webhookSecretsFrom(environment);
  return { apiKey, webhookSecret, oldWebhookSecrets };
}

function webhookSecretsFrom(environment: NodeJS.ProcessEnv): readonly [Buffer, ...Buffer[]] {
  const name = 'FOXRELOAD_WEBHOOK_SECRET';
  const text = secretFrom(environment, name, 'the secret that the API signs its webhooks with (whsec_…)');
  try {
    return readWebhookSecrets(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new StartError(`${name} is not a webhook secret: ${error.message}`);
  }
}

/** What the variable or the file of `…_FILE` holds; empty where neither is set. Throws a StartError where both are, or for a bad file. */
export function optionalSecret(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  const file = environment[`${name}_FILE`];
  if (value && file) throw new StartError(`${name} and ${name}_FILE are both set; set one of them`);
  // An empty variable is how shells and CI systems write one that is not set.
  return value || (file ? secretFile(name, file) : '');
}

function secretFrom(environment: NodeJS.ProcessEnv, name: string, what: string): string {
  const secret = optionalSecret(environment, name);
  if (secret === '') throw new StartError(`${name} is not set; set it, or ${name}_FILE, to ${what}`);
  return secret;
}

function secretFile(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(`${name}_FILE names ${file}, which could not be read (${code ?? 'unknown error'})`);
  }
}
