import type { DialectName } from '../../src/contract/dialect.js';

const lawful = {
  'at-once-2': '201 ×2 | same answer | 1/1 | null | kept',
  'at-once-10': '201 ×10 | same answer | 1/1 | null | kept',
  'at-once-100': '201 ×100 | same answer | 1/1 | null | kept',
  'after-completion': '201 ×2 | same answer | 1/1 | true | kept',
  'other-body': '201 ×1, 422 idempotency_mismatch ×1 | null | 1/1 | null | kept',
  'cut-before-send': 'cut ×1, 201 ×1 | null | 1/1 | true | kept',
  'cut-after-send': 'cut ×1, 201 ×1 | null | 1/1 | true | kept',
  'cut-in-answer': '201 cut ×1, 201 ×1 | null | 1/1 | true | kept',
  'server-error-before-commit': '500 internal_error ×1, 201 ×1 | null | 1/1 | true | kept',
  'server-error-after-commit': '500 internal_error ×1, 201 ×1 | null | 1/1 | true | kept',
  'client-timeout': 'client timeout ×1, 409 idempotency_in_progress ×n, 201 ×1 | null | 1/1 | true | kept',
  'key-no-uuid': '400 invalid_idempotency_key ×2 | null | 0/0 | null | kept',
  'key-uuid-v1': '400 invalid_idempotency_key ×2 | null | 0/0 | null | kept',
  'key-empty': '400 invalid_idempotency_key ×2 | null | 0/0 | null | kept',
  'key-ten-kilobytes': '400 invalid_idempotency_key ×2 | null | 0/0 | null | kept',
  'webhook-before-answer': '201 ×2 | same answer | 1/1 | true | kept',
  'webhook-five-times': '201 ×2 | same answer | 1/1 | true | kept',
};

/** What the simulator does: the behaviour that docs/contract.md lays down, case by case. */
export const lawfulIn: Readonly<Record<DialectName, Record<string, string>>> = {
  'header-key': { ...lawful, 'key-twice': '400 invalid_idempotency_key ×2 | null | 0/0 | null | kept' },
  // The key is a field of the body there, and an empty field is a missing one.
  'body-key': { ...lawful, 'key-empty': '400 invalid_request ×2 | null | 0/0 | null | kept' },
};
