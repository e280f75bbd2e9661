import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.js';

/** The profile as it ran, in the run's folder. */
export const profileFile = 'profile.yaml';

/** The journal of the run, in its folder. */
export const journalFile = 'orders.ndjson';

/** A run's own id: date, time (UTC) and profile, so that a listing sorts by age; `suffix` tells apart equal ones. */
export function runId(startedAt: Date, profileName: string, suffix: string): string {
  const stamp = startedAt.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  const name = profileName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `${stamp}-${name}-${suffix}`;
}

/** Makes `reports/<run-id>/`. Throws a StartError where it can't be written. */
export function makeRunFolder(reportsFolder: string, id: string): string {
  const folder = join(reportsFolder, id);
  try {
    makeFolders(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `the folder ${folder} can't be made (${code ?? 'unknown error'}); give another with --reports`,
    );
  }
  return folder;
}

/** Like a recursive mkdir, which never comes back on file systems that deny a folder by ENOENT, such as /proc. */
function makeFolders(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder && !existsSync(parent)) makeFolders(parent);
  // Another run may have made it meanwhile.
  if (!existsSync(folder)) mkdirSync(folder);
}

/** Puts the profile's text into the run's folder. Throws a StartError where that can't be written. */
export function keepProfile(folder: string, source: string): void {
  const file = join(folder, profileFile);
  try {
    writeFileSync(file, source);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `${file} can't be written (${code ?? 'unknown error'}); give another with --reports`,
    );
  }
}

/** Points `reports/latest` to the run. A convenience: a file system without links is no reason to refuse a run. */
export function pointLatest(reportsFolder: string, id: string): void {
  const latest = join(reportsFolder, 'latest');
  try {
    rmSync(latest, { force: true });
    symlinkSync(id, latest);
  } catch {
    // The run's own folder is printed at its end.
  }
}
