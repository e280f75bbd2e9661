/** Where the API broke its promise. */
export type ViolationPlace = 'answer' | 'webhook' | 'status';

/** How the API broke its promise: a closed list, so that it can be counted. */
export const violationKinds = [
  'not_json',
  'wrong_type',
  'missing_field',
  'unknown_state',
  'unknown_event',
  'unknown_reason',
  'too_large',
  'unexpected_status',
  /** Two fields of one message say opposite things. */
  'contradiction',
  /** A status tells an earlier state than one that was told before. */
  'backward',
  /** Two orders were given one id. */
  'reused_order_id',
  /** One webhook id stands on news of two orders or of two states. */
  'reused_webhook_id',
] as const;
export type ViolationKind = (typeof violationKinds)[number];

/**
 * The API said something that its guides do not allow. `explanation` is one sentence with the field, the value
 * found and the value wanted; it never holds a delivered code.
 */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  constructor(
    readonly violation: ViolationKind,
    readonly explanation: string,
  ) {
    super(explanation);
  }
}
