import type { SavedHistory } from './live-history.js';
import type { LiveReading } from './live-reading.js';

/** The state that the live page begins with. */
export interface ShownLive {
  readonly reading: LiveReading;
  readonly history: SavedHistory;
}
