import { isDeepStrictEqual } from 'node:util';
import type { MonitoredProfile } from './monitored-profile.js';

/** What the sockets and the orders in flight stand on, by the keys of the profile. */
const fixedKeys = ['name', 'target', 'receiver', 'deadline', 'journal', 'sandbox'] as const;

/**
 * The keys that two profiles differ in and that a running monitor can't change, a sentence each; none where it can go by `to`
 * from now on.
 */
export function fixedKeyChanges(from: MonitoredProfile, to: MonitoredProfile): string[] {
  return fixedKeys
    .filter((key) => !isDeepStrictEqual(keyOf(from, key), keyOf(to, key)))
    .map((key) => `${key} can't be changed while the monitor runs; restart it for that`);
}

function keyOf(profile: MonitoredProfile, key: (typeof fixedKeys)[number]): unknown {
  return key === 'deadline' ? profile.deadlineMs : profile[key];
}
