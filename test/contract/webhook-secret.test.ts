import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWebhookSecret, writeWebhookSecret } from '../../src/contract/webhook-secret.js';

it('a webhook secret is read as it was written', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), (bytes) => {
      expect(readWebhookSecret(writeWebhookSecret(Buffer.from(bytes)))).toEqual(Buffer.from(bytes));
    }),
    { seed: 51, numRuns: 500 },
  );
});

it.each([
  ['c2VjcmV0LXNlY3JldC1zZWNyZXQ=', 'a webhook secret begins with whsec_'],
  ['', 'a webhook secret begins with whsec_'],
  ['whsec_', 'after whsec_ a webhook secret is base64'],
  ['whsec_not base64, but secret', 'after whsec_ a webhook secret is base64'],
  ['whsec_c2VjcmV0', 'a webhook secret has at least 16 bytes; this one has 6'],
])('the webhook secret %j is refused by a sentence that does not repeat it', (text, sentence) => {
  expect(() => readWebhookSecret(text)).toThrow(new RangeError(sentence));
});
