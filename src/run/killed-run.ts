import { join } from 'node:path';
import { timeLimits } from '../gate/time-limits.js';
import { type ReplayedJournal, replayJournal } from '../journal/replay-journal.js';
import { RunLatency } from '../latency/run-latency.js';
import type { Profile } from '../profile/profile.js';
import { RunCourse } from '../series/run-course.js';
import { ApiSilence } from './api-silence.js';
import { keptProfile } from './kept-profile.js';
import { latencyListener } from './latency-listener.js';
import { LoadPace } from './load-pace.js';
import { MissingEvents } from './missing-events.js';
import { journalFile } from './run-folder.js';
import { RunTraces } from './run-traces.js';
import { SelectedOrders } from './selected-orders.js';
import { SpendAccount } from './spend-account.js';

/** A run as its folder tells it, ready to go on. */
export interface KilledRun {
  readonly folder: string;
  readonly profile: Profile;
  readonly journal: ReplayedJournal;
  readonly traces: RunTraces;
  readonly latency: RunLatency;
  readonly selected: SelectedOrders;
  readonly silence: ApiSilence;
  readonly pace: LoadPace;
  readonly course: RunCourse;
  readonly spend: SpendAccount;
}

/**
 * Reads a run's folder: its journal and its profile. Throws a StartError when the profile is not the one that ran, and a
 * JournalError when the journal is damaged and damage may not be skipped.
 */
export function readKilledRun(folder: string, skipDamaged: boolean): KilledRun {
  const traces = new RunTraces();
  const silence = new ApiSilence();
  const pace = new LoadPace();
  const course = new RunCourse();
  // Made when the header is read, which is the first thing that a journal tells.
  let profile: Profile | null = null;
  let missing: MissingEvents | null = null;
  let latency = new RunLatency(0);
  let selected: SelectedOrders | null = null;
  let spend: SpendAccount | null = null;
  const journal = replayJournal(join(folder, journalFile), {
    skipDamaged,
    goOn: true,
    event: (event, tracker) => {
      traces.take(event);
      course.take(event, tracker.counters);
    },
    footer: () => traces.takeFooter(),
    listeners: (header) => {
      profile = keptProfile(folder, header.profileSha256);
      missing = new MissingEvents(profile);
      latency = new RunLatency(header.deadlineMs, [], timeLimits(profile.budgets, null));
      selected = new SelectedOrders(profile);
      spend = new SpendAccount(profile, header.pricesCents ?? []);
      return [latencyListener(latency), selected, silence, pace, course, spend];
    },
    ...(skipDamaged ? { before: (event, tracker) => missing?.before(event, tracker) ?? [] } : {}),
  });
  if (profile === null || spend === null || selected === null)
    throw new Error('a journal was read that told no header');
  return { folder, profile, journal, traces, latency, selected, silence, pace, course, spend };
}
