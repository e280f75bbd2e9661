import { expect, test } from 'vitest';
import { isIdempotencyKey } from '../../src/contract/idempotency-key.js';
import { caseKey, keyForms } from '../../src/idempotency/case-key.js';

const secret = Buffer.alloc(32, 1);

test('only a good key, and one that is sent twice, are UUIDs of version 4', () => {
  const good = keyForms.filter((form) => isIdempotencyKey(caseKey(secret, 3, form)));
  expect(good).toStrictEqual(['uuid_v4', 'twice']);
});

test('a malformed key is malformed in one way only', () => {
  const key = caseKey(secret, 3, 'uuid_v4');
  expect(caseKey(secret, 3, 'uuid_v1')).toBe(`${key.slice(0, 14)}1${key.slice(15)}`);
  expect(caseKey(secret, 3, 'ten_kilobytes')).toHaveLength(10_240);
  expect(caseKey(secret, 3, 'empty')).toBe('');
});

test('no two cases and no two suites share a key', () => {
  const forms = keyForms.filter((form) => form !== 'empty' && form !== 'twice');
  const keys = [secret, Buffer.alloc(32, 2)].flatMap((own) =>
    [0, 1, 2].flatMap((place) => forms.map((form) => caseKey(own, place, form))),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
