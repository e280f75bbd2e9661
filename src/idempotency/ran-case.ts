import type { IdempotencyCase } from './idempotency-case.js';
import type { CaseObservation } from './run-case.js';

/** A case that was run, with everything that was seen of it. */
export interface RanCase {
  readonly plan: IdempotencyCase;
  readonly seen: CaseObservation;
}
