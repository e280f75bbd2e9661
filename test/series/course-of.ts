import type { OrderEvent } from '../../src/order-event.js';
import { RunCourse } from '../../src/series/run-course.js';
import { Tracker } from '../../src/tracker/tracker.js';

/** The course of a run with these events, and the tracker that folded them. */
export function courseOf(
  events: readonly OrderEvent[],
  deadlineMs: number,
): { course: RunCourse; tracker: Tracker } {
  const course = new RunCourse();
  const tracker = new Tracker(deadlineMs, [course]);
  for (const event of events) {
    course.take(event, tracker.counters);
    tracker.apply(event);
  }
  return { course, tracker };
}
