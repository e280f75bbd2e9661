import type { Finding } from './finding.js';
import type { ProfilePath } from './profile-path.js';

const apiKeyNames = /^(foxload|foxreload)?(apikey|(api|access)?token|bearer|authorization|password)(file)?$/;
const webhookSecretNames = /^(foxload|foxreload)?(webhook|signing)?(secret)(key|file)?$/;
const webhookSecretValue = /whsec_/;

/**
 * Keys that hold, or by their name would hold, a secret. A profile is committed, copied into reports and shown to
 * people, so secrets come from the environment only; the values never reach the message.
 */
export function secretFindings(value: unknown, path: ProfilePath = []): Finding[] {
  if (typeof value === 'string') return webhookSecretValue.test(value) ? [secret(path, webhookSecret)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const innerPath = [...path, Array.isArray(value) ? Number(key) : key];
    const name = Array.isArray(value) ? null : secretNamed(key);
    return name === null ? secretFindings(inner, innerPath) : [secret(innerPath, name)];
  });
}

const apiKey = 'FOXRELOAD_API_KEY';
const webhookSecret = 'FOXRELOAD_WEBHOOK_SECRET';

function secretNamed(key: string): string | null {
  const plain = key.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (apiKeyNames.test(plain)) return apiKey;
  return webhookSecretNames.test(plain) ? webhookSecret : null;
}

function secret(path: ProfilePath, variable: string): Finding {
  return {
    path,
    at: 'key',
    text: `is a secret; wanted it outside of the profile, in the environment variable ${variable} or in a file named by ${variable}_FILE`,
  };
}
