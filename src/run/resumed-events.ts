import type { TimerClock } from '../clock.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import type { OrderEvent } from '../order-event.js';
import type { EventTaker } from './event-taker.js';
import type { KilledRun } from './killed-run.js';

/**
 * Where the events of a resumed run go: behind its journal, then into the fold. After `ended` nothing is taken any more,
 * so what comes then is not safe: a webhook has to be sent again later.
 */
export function resumedEvents(
  { journal, traces, course }: Pick<KilledRun, 'journal' | 'traces' | 'course'>,
  writer: JournalWriter,
  clock: TimerClock,
): EventTaker {
  let isOver = false;
  return {
    clock,
    take(event: OrderEvent): void {
      if (isOver) return;
      isOver = event.kind === 'ended';
      writer.append(event);
      traces.take(event);
      course.take(event, journal.tracker.counters);
      journal.tracker.apply(event);
    },
    durable: () => (isOver ? Promise.resolve(false) : writer.durable()),
  };
}
