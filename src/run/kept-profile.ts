import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile } from '../profile/profile.js';
import { readProfile } from '../profile/read-profile.js';
import { profileFile } from './run-folder.js';
import { StartError } from './start-error.js';

/**
 * The profile that a run began with, from the run's folder. Throws a StartError when it can't be read, or was changed since:
 * its hash stands in the journal.
 */
export function keptProfile(folder: string, wantedSha256: string): Profile {
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
      `${file} can't be read (${code ?? 'unknown error'}); without it nobody knows what the run was`,
    );
  }
}
