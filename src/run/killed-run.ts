import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RefusalReason } from '../contract/refusal-reason.js';
import { type ReplayedJournal, replayJournal } from '../journal/replay-journal.js';
import { RunLatency } from '../latency/run-latency.js';
import type { OrderEvent } from '../order-event.js';
import type { Profile } from '../profile/profile.js';
import { readProfile } from '../profile/read-profile.js';
import { ApiSilence } from './api-silence.js';
import { latencyListener } from './latency-listener.js';
import { journalFile, profileFile } from './run-folder.js';
import { SpendAccount } from './spend-account.js';
import { StartError } from './start-error.js';

/** A run as its folder tells it, ready to go on. */
export interface KilledRun {
  readonly folder: string;
  readonly profile: Profile;
  readonly journal: ReplayedJournal;
  readonly latency: RunLatency;
  readonly silence: ApiSilence;
  readonly spend: SpendAccount;
  /** The reason of each order that ended as errored. */
  readonly erroredFor: ReadonlyMap<number, RefusalReason>;
  /** The newest order of the schedule that was planned, with its instant; null when none was. */
  readonly lastPlanned: { readonly seq: number; readonly atMs: number } | null;
  /** When a status was last asked for; null when none was. */
  readonly lastPolledMs: number | null;
}

/**
 * Reads a run's folder: its journal and its profile. Throws a StartError when the profile is not the one that ran, and a
 * JournalError when the journal is damaged and damage may not be skipped.
 */
export function readKilledRun(folder: string, skipDamaged: boolean): KilledRun {
  const erroredFor = new Map<number, RefusalReason>();
  let lastPlanned: KilledRun['lastPlanned'] = null;
  let lastPolledMs: number | null = null;
  const note = (event: OrderEvent): void => {
    if (event.kind === 'errored') erroredFor.set(event.seq, event.reason);
    else if (event.kind === 'planned') lastPlanned = event;
    else if (event.kind === 'polled') lastPolledMs = event.atMs;
  };
  const silence = new ApiSilence();
  // Made when the header is read, which is the first thing that a journal tells.
  let profile: Profile | null = null;
  let latency = new RunLatency(0);
  let spend: SpendAccount | null = null;
  const journal = replayJournal(join(folder, journalFile), {
    skipDamaged,
    goOn: true,
    event: note,
    listeners: (header) => {
      profile = profileOf(folder, header.profileSha256);
      latency = new RunLatency(header.deadlineMs);
      spend = new SpendAccount(profile, header.pricesCents ?? []);
      return [latencyListener(latency), silence, spend];
    },
  });
  if (profile === null || spend === null) throw new Error('a journal was read that told no header');
  return { folder, profile, journal, latency, silence, spend, erroredFor, lastPlanned, lastPolledMs };
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
