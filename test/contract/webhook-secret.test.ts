import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  maxWebhookSecrets,
  readWebhookSecret,
  readWebhookSecrets,
  writeWebhookSecret,
} from '../../src/contract/webhook-secret.js';

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

const buffers = Array.from({ length: maxWebhookSecrets + 1 }, (_, at) => Buffer.alloc(32, at + 1));
const texts = buffers.map(writeWebhookSecret);

it.each([' ', '\n', ' \r\n\t'])('several webhook secrets are read in their order, apart by %j', (space) => {
  for (let count = 1; count <= maxWebhookSecrets; count += 1) {
    const text = `${space}${texts.slice(0, count).join(space)}${space}`;
    expect(readWebhookSecrets(text)).toEqual(buffers.slice(0, count));
  }
});

it.each([
  ['', 'a webhook secret begins with whsec_'],
  ['whsec_c2VjcmV0', 'a webhook secret has at least 16 bytes; this one has 6'],
  [
    `${texts[0]} whsec_c2VjcmV0`,
    'number 2 of 2 separated by white space: a webhook secret has at least 16 bytes; this one has 6',
  ],
  [
    `whsec_not, ${texts[0]} ${texts[1]}`,
    'number 1 of 3 separated by white space: after whsec_ a webhook secret is base64',
  ],
  [texts.join(' '), 'at most 4 webhook secrets are taken; there are 5'],
])('the webhook secrets %j are refused by a sentence that repeats none', (text, sentence) => {
  expect(() => readWebhookSecrets(text)).toThrow(new RangeError(sentence));
});
