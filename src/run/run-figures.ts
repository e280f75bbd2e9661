import type { RunLatency } from '../latency/run-latency.js';
import type { Tracker } from '../tracker/tracker.js';
import type { ApiSilence } from './api-silence.js';
import type { GeneratorReading } from './generator-reading.js';
import type { LoadPace } from './load-pace.js';
import type { SelectedOrders } from './selected-orders.js';
import type { SpendAccount } from './spend-account.js';

/** What a result is drawn from, whether the events came from sockets or from a journal. */
export interface RunFigures {
  readonly tracker: Tracker;
  readonly latency: RunLatency;
  readonly selected: SelectedOrders;
  readonly silence: ApiSilence;
  readonly pace: LoadPace;
  readonly spend: SpendAccount;
  /** Null where nobody knows any more: the process that measured was killed. */
  readonly generator: GeneratorReading | null;
}
