import { ProfileError, type ProfileProblem } from '../../src/profile/profile-error.js';
import { readProfile } from '../../src/profile/read-profile.js';

/** What is wrong with `text`; empty for a good profile. Anything but a ProfileError is thrown on. */
export function problemsOf(text: string): readonly ProfileProblem[] {
  try {
    readProfile(text, 'p.yaml');
    return [];
  } catch (error) {
    if (error instanceof ProfileError) return error.problems;
    throw error;
  }
}
