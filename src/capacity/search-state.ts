import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import { writeBudget } from '../profile/budget.js';
import type { Profile } from '../profile/profile.js';
import { foxloadVersion } from '../version.js';
import {
  type CapacityResult,
  type CapacityStep,
  capacitySchema,
  type UnfinishedStep,
} from './capacity-result.js';
import type { SearchAnswer } from './rate-search.js';
import { type RoomLeft, roomLeft, type UsedRoom } from './room-left.js';
import type { SearchWish } from './search-wish.js';
import type { SearchEnd } from './step-verdict.js';

/** A search that begins. `profile` is the user's, `searched` what its steps are judged by. */
export function newSearch(
  id: string,
  profile: Profile,
  searched: Profile,
  wish: SearchWish,
  startedAt: Date,
): CapacityResult {
  const { fromPerSecond, maxPerSecond, atLeastPerSecond } = wish;
  const search = {
    id,
    profile: profile.name,
    profileSha256: sha256(profile.source),
    environment: profile.target.environment,
    dialect: profile.target.dialect,
    arrivals: wish.arrivals,
    budgets: searched.budgets.map(writeBudget),
    deadlineMs: profile.deadlineMs,
    fromPerSecond,
    maxPerSecond,
    atLeastPerSecond,
    startedAt: startedAt.toISOString(),
    endedAt: startedAt.toISOString(),
    seed: profile.load.seed,
    version: foxloadVersion,
    node: process.version,
    cores: cpus().length,
    resumed: 0,
  };
  return { schema: capacitySchema, search, answer: null, end: null, steps: [], unfinished: [] };
}

/** The search goes on after it was killed or stopped: what was set aside for a step under way stays lost. */
export function resumedSearch(state: CapacityResult): CapacityResult {
  return { ...state, end: null, search: { ...state.search, resumed: state.search.resumed + 1 } };
}

/** A step begins: its worst case is set aside. */
export function stepBegun(state: CapacityResult, step: UnfinishedStep): CapacityResult {
  return { ...state, unfinished: [...state.unfinished, step] };
}

/** The newest step is finished: what it used takes the place of its worst case. */
export function stepFinished(state: CapacityResult, step: CapacityStep, endedAt: Date): CapacityResult {
  return {
    ...state,
    search: { ...state.search, endedAt: endedAt.toISOString() },
    steps: [...state.steps, step],
    unfinished: state.unfinished.filter(({ run }) => run !== step.run),
  };
}

/** A step was cut short: it says nothing of its rate, but what it used is known. */
export function stepCut(state: CapacityResult, run: string, used: UsedRoom): CapacityResult {
  const unfinished = state.unfinished.map((step) => (step.run === run ? { ...step, used } : step));
  return { ...state, unfinished };
}

export function searchEnded(
  state: CapacityResult,
  answer: SearchAnswer | null,
  end: SearchEnd | null,
  endedAt: Date,
): CapacityResult {
  return { ...state, answer, end, search: { ...state.search, endedAt: endedAt.toISOString() } };
}

/** What the profile's limits leave for further steps of this search. */
export function roomOf(state: CapacityResult, { limits }: Profile): RoomLeft {
  return roomLeft(
    limits,
    [...state.steps, ...state.unfinished].map(({ used }) => used),
  );
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
