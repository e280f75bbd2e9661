import { orderKey } from '../load/order-keys.js';

/**
 * How a key is written. All but the first are not what the guides ask for (a UUID of version 4); `twice` is a good key in
 * a header that stands twice in the request.
 */
export const keyForms = ['uuid_v4', 'no_uuid', 'uuid_v1', 'empty', 'ten_kilobytes', 'twice'] as const;
export type KeyForm = (typeof keyForms)[number];

/** As long as a header may be at many servers, and longer than any key. */
const longKeyLength = 10_240;

/** The key of case number `place`, in its form. Derived from the run's secret, so that no two runs share one. */
export function caseKey(runSecret: Buffer, place: number, form: KeyForm): string {
  const key = orderKey(runSecret, place);
  switch (form) {
    case 'uuid_v4':
    case 'twice':
      return key;
    case 'no_uuid':
      return `not-a-uuid-${key.slice(0, 8)}`;
    case 'uuid_v1':
      return `${key.slice(0, 14)}1${key.slice(15)}`;
    case 'empty':
      return '';
    case 'ten_kilobytes':
      return key.padEnd(longKeyLength, 'k');
  }
}
