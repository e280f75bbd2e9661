import { parseDocument, stringify } from 'yaml';
import type { Profile } from './profile.js';
import type { ProfilePath } from './profile-path.js';
import { readProfile } from './read-profile.js';

/** One value of a profile's text, and what takes its place. */
export type ProfileChange = readonly [path: ProfilePath, value: unknown];

/**
 * The profile with some values of its text replaced, read and checked like any other, so that its `source` says what runs.
 *
 * @throws {ProfileError} when a value is not allowed there
 */
export function changedProfile(profile: Profile, changes: readonly ProfileChange[]): Profile {
  const document = parseDocument(profile.source);
  for (const [path, value] of changes) document.setIn(path, document.createNode(value));
  // Comments are left out: they speak of what was replaced.
  return readProfile(stringify(document.toJS()), `${profile.name}, changed`);
}
