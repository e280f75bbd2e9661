import type { ReplayResult } from '../order-event.js';
import type { CreateReading } from './read-create.js';

/** The id of the order that an attempt was answered with; null for any other reading. */
export function acceptedId(reading: CreateReading): string | null {
  return reading.kind === 'read' && reading.answer.kind === 'accepted' ? reading.answer.orderId : null;
}

/** What using a key again gave, beside the order `firstId` that the key stands for. */
export function replayResult(
  reading: CreateReading,
  orderId: string | null,
  firstId: string | null,
): ReplayResult {
  if (orderId !== null) return orderId === firstId ? 'same_order' : 'different_order';
  if (reading.kind === 'unreadable') return reading.cause === 'conflict' ? 'conflict' : 'no_answer';
  return reading.answer.kind === 'mismatch' ? 'mismatch' : 'no_answer';
}
