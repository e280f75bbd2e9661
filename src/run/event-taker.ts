import type { TimerClock } from '../clock.js';
import type { OrderEvent } from '../order-event.js';

/** Where the stages of a run give their events to. */
export interface EventTaker {
  readonly clock: TimerClock;
  readonly take: (event: OrderEvent) => void;
  /** Settles when everything taken so far is as safe as the journal promises; false when the journal has failed. */
  readonly durable: () => Promise<boolean>;
}
