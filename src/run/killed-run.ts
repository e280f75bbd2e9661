import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timeLimits } from '../gate/time-limits.js';
import { type ReplayedJournal, replayJournal } from '../journal/replay-journal.js';
import { RunLatency } from '../latency/run-latency.js';
import type { Profile } from '../profile/profile.js';
import { readProfile } from '../profile/read-profile.js';
import { ApiSilence } from './api-silence.js';
import { latencyListener } from './latency-listener.js';
import { LoadPace } from './load-pace.js';
import { MissingEvents } from './missing-events.js';
import { journalFile, profileFile } from './run-folder.js';
import { RunTraces } from './run-traces.js';
import { SelectedOrders } from './selected-orders.js';
import { SpendAccount } from './spend-account.js';
import { StartError } from './start-error.js';

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
  // Made when the header is read, which is the first thing that a journal tells.
  let profile: Profile | null = null;
  let missing: MissingEvents | null = null;
  let latency = new RunLatency(0);
  let selected: SelectedOrders | null = null;
  let spend: SpendAccount | null = null;
  const journal = replayJournal(join(folder, journalFile), {
    skipDamaged,
    goOn: true,
    event: (event) => traces.take(event),
    footer: () => traces.takeFooter(),
    listeners: (header) => {
      profile = profileOf(folder, header.profileSha256);
      missing = new MissingEvents(profile);
      latency = new RunLatency(header.deadlineMs, [], timeLimits(profile.budgets, null));
      selected = new SelectedOrders(profile);
      spend = new SpendAccount(profile, header.pricesCents ?? []);
      return [latencyListener(latency), selected, silence, pace, spend];
    },
    ...(skipDamaged ? { before: (event, tracker) => missing?.before(event, tracker) ?? [] } : {}),
  });
  if (profile === null || spend === null || selected === null)
    throw new Error('a journal was read that told no header');
  return { folder, profile, journal, traces, latency, selected, silence, pace, spend };
}

function profileOf(folder: string, wantedSha256: string): Profile {
  const file = join(folder, profileFile);
  const source = readText(file);
  const found = createHash('sha256').update(source).digest('hex');
  if (found !== wantedSha256) {
    throw new StartError(`${file} is not the profile that this run began with: it was changed since`);
  }
  return readProfile(source, file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `${file} can't be read (${code ?? 'unknown error'}); without it a run can't be resumed`,
    );
  }
}
