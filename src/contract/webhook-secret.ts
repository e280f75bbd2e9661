const prefix = 'whsec_';
const minBytes = 16;
/** Each secret costs a hash for each forged webhook. A rotation needs two; more than this is a mistake. */
export const maxWebhookSecrets = 4;
const base64Form = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * The bytes of a webhook secret in the form `whsec_` + base64 (assumption: the form of Standard Webhooks). Throws a
 * RangeError that says what is wrong without repeating the secret.
 */
export function readWebhookSecret(text: string): Buffer {
  if (!text.startsWith(prefix)) throw new RangeError(`a webhook secret begins with ${prefix}`);
  const base64 = text.slice(prefix.length);
  if (!base64Form.test(base64)) throw new RangeError(`after ${prefix} a webhook secret is base64`);
  const secret = Buffer.from(base64, 'base64');
  if (secret.length < minBytes) {
    throw new RangeError(`a webhook secret has at least ${minBytes} bytes; this one has ${secret.length}`);
  }
  return secret;
}

/**
 * The secrets in `text`, separated by white space, the newest first: while a secret is changed, webhooks signed with the
 * one before it are still taken. Throws a RangeError that says which one is wrong, and why, without repeating it.
 */
export function readWebhookSecrets(text: string): readonly [Buffer, ...Buffer[]] {
  const [first = '', ...older] = text.trim().split(/\s+/);
  const count = older.length + 1;
  if (count === 1) return [readWebhookSecret(first)];
  if (count > maxWebhookSecrets) {
    throw new RangeError(`at most ${maxWebhookSecrets} webhook secrets are taken; there are ${count}`);
  }
  return [secretOfSeveral(first, 1, count), ...older.map((one, at) => secretOfSeveral(one, at + 2, count))];
}

function secretOfSeveral(text: string, number: number, count: number): Buffer {
  try {
    return readWebhookSecret(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`number ${number} of ${count} separated by white space: ${error.message}`);
  }
}

/** The text form of a secret. */
export function writeWebhookSecret(secret: Buffer): string {
  return prefix + secret.toString('base64');
}
