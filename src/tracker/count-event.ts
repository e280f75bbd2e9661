import type { ViolationKind, ViolationPlace } from '../contract/contract-error.js';
import type { OrderEvent } from '../order-event.js';
import { countClass } from './count-class.js';
import type { TrackerCounters } from './tracker-counters.js';

/** Events that are counted and change nothing about any order. */
export type CountedEvent = Extract<
  OrderEvent,
  {
    kind: 'intent' | 'drain' | 'resumed' | 'loop_delay' | 'attempt_failed' | 'webhook_rejected' | 'violation';
  }
>;

export function countEvent(counters: TrackerCounters, event: CountedEvent): void {
  switch (event.kind) {
    case 'intent':
      counters.intended = Math.max(counters.intended, event.to + 1);
      break;
    case 'attempt_failed':
      counters.attemptFailures[event.cause] += 1;
      counters.firstAttemptFailures[event.cause] ??= event.explanation;
      if (event.retryInMs === null) counters.retriesExhausted += 1;
      else counters.retries[event.cause] += 1;
      break;
    case 'webhook_rejected':
      counters.webhooksReceived += event.count ?? 1;
      countClass(counters, event.verdict, 'unread', event.count);
      if (event.verdict === 'forged') counters.firstForgery ??= event.why;
      break;
    case 'violation':
      countViolation(counters, event.place, event.violation, event.explanation);
      break;
  }
}

/** Counts one breach of the contract; the first of its sort is kept as the example. */
export function countViolation(
  { violations }: TrackerCounters,
  place: ViolationPlace,
  violation: ViolationKind,
  explanation: string,
): void {
  const name = `${place}.${violation}`;
  const known = violations.get(name);
  if (known) known.count += 1;
  else violations.set(name, { count: 1, example: explanation });
}
