const prefix = 'whsec_';
const minBytes = 16;
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

/** The text form of a secret. */
export function writeWebhookSecret(secret: Buffer): string {
  return prefix + secret.toString('base64');
}
