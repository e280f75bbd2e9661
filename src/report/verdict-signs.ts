import type { VerdictResult } from '../gate/verdict.js';

/** A sign for each verdict, so that it is told by more than a colour. */
export const verdictSigns: Readonly<Record<VerdictResult, string>> = {
  pass: '✓',
  fail: '✗',
  inconclusive: '?',
  invalid: '!',
};
