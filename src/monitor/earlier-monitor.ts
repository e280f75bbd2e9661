import type { TimerClock } from '../clock.js';
import type { JournalHeader } from '../journal/journal-header.js';
import { readProfile } from '../profile/read-profile.js';
import { StartError } from '../run/start-error.js';
import { monitorClock } from './monitor-clock.js';
import { MonitorFold } from './monitor-fold.js';
import type { MonitorState } from './monitor-state.js';
import { type MonitoredProfile, monitoredProfile } from './monitored-profile.js';
import { type PricedProfile, withRetired } from './retired-entry.js';
import { type ReplayedSegment, replaySegment, segmentFacts } from './segment-replay.js';
import type { SegmentedJournal } from './segmented-journal.js';
import type { StateFolder } from './state-folder.js';

/** What an earlier process left in the folder. */
export interface EarlierMonitor {
  readonly state: MonitorState;
  readonly header: JournalHeader;
  /** The profile that it went by, with the prices that it knew. */
  readonly priced: PricedProfile;
  /** Goes on where that of the earlier process ended. */
  readonly clock: TimerClock;
}

/**
 * Reads what an earlier process left; null where there is none, or where its simulator has ended with it, and with that all orders.
 * Throws a StartError when the state is of another API, and a JournalError when its journal is damaged.
 */
export function earlierMonitor(folder: StateFolder, profile: MonitoredProfile): EarlierMonitor | null {
  const state = folder.read();
  if (state === null) return null;
  const { header, lastMs } = segmentFacts(folder.journalOf(state.segment));
  const { environment, url } = profile.target;
  if (header.environment !== environment || (url !== null && url !== header.target)) {
    throw new StartError(
      `the state in ${folder.path} is that of a monitor of ${header.environment} ${header.target}; give another folder with --state`,
    );
  }
  if (environment === 'embedded') return null;
  const file = folder.profileOf(state.segment);
  const kept = monitoredProfile(readProfile(folder.profileText(state.segment), file));
  const prices = header.pricesCents?.slice(state.retired.length) ?? [];
  const priced = withRetired(kept, prices, state.retired);
  return { state, header, priced, clock: monitorClock(header.wallOriginMs, lastMs) };
}

/** The number of the newest segment in the folder, whoever wrote it; 0 for none. */
export function newestSegment(folder: StateFolder): number {
  return folder.read()?.segment ?? 0;
}

/** Folds the events of an earlier process, without writing them again, and opens its segment to go on with it. */
export async function takenUp(
  { state, priced, clock }: EarlierMonitor,
  folder: StateFolder,
  journal: SegmentedJournal,
): Promise<{ readonly fold: MonitorFold; readonly replayed: ReplayedSegment }> {
  // A journal that is not open yet lets events go.
  const fold = new MonitorFold(priced, clock, state, journal);
  const replayed = replaySegment(folder.journalOf(state.segment), state, fold);
  await journal.goOn(state.segment, replayed.intactBytes);
  return { fold, replayed };
}
