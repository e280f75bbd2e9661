import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TimerClock } from '../clock.js';
import type { Profile } from '../profile/profile.js';
import { readProfile } from '../profile/read-profile.js';
import { type ProductionConsent, refuseUnsafe, type WorstCase } from '../run/production-guard.js';
import { keepProfile, makeRunFolder, pointLatest, profileFile, runId } from '../run/run-folder.js';
import { lockRun } from '../run/run-lock.js';
import { StartError } from '../run/start-error.js';
import { readCapacity, writeCapacity } from './capacity-file.js';
import type { CapacityResult } from './capacity-result.js';
import { newSearch, resumedSearch, roomOf, sha256 } from './search-state.js';
import type { SearchWish } from './search-wish.js';
import { searchedProfile } from './step-profile.js';

/** A search that may begin or go on: its folder is there, and nobody else works in it. */
export interface OpenSearch {
  readonly folder: string;
  /** The user's: its budgets say how long a step is. */
  readonly profile: Profile;
  /** What its steps are made of and judged by: the same, with a budget on refusals. */
  readonly searched: Profile;
  readonly state: CapacityResult;
  /** Ends the lock. A folder in which nothing was sent does not stay. */
  close(): void;
}

/**
 * Opens a new search. Throws a StartError where the profile is not allowed to spend, or the folder can't be made.
 */
export function newOpenSearch(
  profile: Profile,
  wish: SearchWish,
  reportsFolder: string,
  consent: ProductionConsent,
  clock: TimerClock,
): OpenSearch {
  refuseUnsafe(profile, consent, worstSearch(null));
  const startedAt = new Date(clock.wallMs(clock.nowMs()));
  const id = runId(startedAt, profile.name, randomBytes(4).toString('hex'));
  const folder = makeRunFolder(reportsFolder, id);
  const searched = searchedProfile(profile);
  const state = newSearch(id, profile, searched, wish, startedAt);
  const unlock = lockRun(folder);
  keepProfile(folder, profile.source);
  writeCapacity(folder, state);
  pointLatest(reportsFolder, id);
  const close = (): void => {
    unlock();
    const { steps, unfinished } = readCapacity(folder);
    if (steps.length + unfinished.length === 0) rmSync(folder, { recursive: true, force: true });
  };
  return { folder, profile, searched, state, close };
}

/** Opens a search that was killed or stopped. Throws a StartError where it can't go on. */
export function resumedOpenSearch(folder: string, consent: ProductionConsent): OpenSearch {
  const { profile, state: found } = storedSearch(folder);
  refuseUnsafe(profile, consent, worstSearch(found));
  const unlock = lockRun(folder);
  // A search that has its answer is only shown again.
  const state = found.answer === null ? resumedSearch(found) : found;
  return { folder, profile, searched: searchedProfile(profile), state, close: unlock };
}

/** A search as its folder tells it. Throws a StartError where it can't be read, or its profile was changed. */
export function storedSearch(folder: string): { readonly profile: Profile; readonly state: CapacityResult } {
  const state = readCapacity(folder);
  return { state, profile: profileOf(folder, state.search.profileSha256) };
}

/** What must be confirmed for real money: all that the search may still spend. */
export function worstSearch(state: CapacityResult | null): WorstCase {
  return {
    cents: (profile: Profile) =>
      state === null ? profile.limits.spendCents : roomOf(state, profile).spendCents,
    words: 'what limits.spend leaves for the whole search',
  };
}

/** The profile that a search began with, from its folder. Throws a StartError when it was changed since. */
function profileOf(folder: string, wantedSha256: string): Profile {
  const file = join(folder, profileFile);
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch {
    throw new StartError(`${file} can't be read; without it a search can't go on`);
  }
  if (sha256(source) !== wantedSha256) {
    throw new StartError(`${file} is not the profile that this search began with: it was changed since`);
  }
  return readProfile(source, file);
}
