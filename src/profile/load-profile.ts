import type { Profile } from './profile.js';
import { readProfileFile } from './profile-file.js';
import { readProfile } from './read-profile.js';

/** A checked profile and where it was found. */
export interface LoadedProfile {
  readonly profile: Profile;
  /** How messages call the file: the path as given, or `profiles/demo.yaml` for a shipped one. */
  readonly fileName: string;
}

/** Reads a shipped profile by its name, or any other by its path. Throws a ProfileError when it can't be found or used. */
export function loadProfile(pathOrName: string): LoadedProfile {
  const { text, fileName } = readProfileFile(pathOrName);
  return { profile: readProfile(text, fileName), fileName };
}
