import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suggestion } from './nearest-name.js';
import type { Profile } from './profile.js';
import { ProfileError } from './profile-error.js';
import { readProfile } from './read-profile.js';
import { maxProfileLength } from './yaml-source.js';

/** A profile with the text it was read from. */
export interface LoadedProfile {
  readonly profile: Profile;
  /** The file as it stands. It holds no secrets: a profile with one is refused. */
  readonly text: string;
  /** How messages call the file: the path as given, or `profiles/demo.yaml` for a shipped one. */
  readonly fileName: string;
}

/** The same distance from the sources and from the built files. */
const shippedFolder = new URL('../../profiles/', import.meta.url);
const extension = '.yaml';

/** The names of the profiles that ship with foxload, in alphabetical order. */
export function shippedProfileNames(): string[] {
  return readdirSync(shippedFolder)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

/** Reads a shipped profile by its name, or any other by its path. Throws a ProfileError when it can't be found or used. */
export function loadProfile(pathOrName: string): LoadedProfile {
  const shipped = shippedProfileNames();
  if (shipped.includes(pathOrName)) {
    const fileName = `profiles/${pathOrName}${extension}`;
    return load(fileURLToPath(new URL(`${pathOrName}${extension}`, shippedFolder)), fileName);
  }
  if (!isPath(pathOrName) && !existsSync(pathOrName)) {
    throw fileError(
      `${pathOrName || 'an empty name'} is no shipped profile; wanted one of ${shipped.join(', ')}${suggestion(pathOrName, shipped)}, or a path like ./${pathOrName}${extension}`,
    );
  }
  return load(pathOrName, pathOrName);
}

function load(path: string, fileName: string): LoadedProfile {
  const text = readText(path, fileName);
  return { profile: readProfile(text, fileName), text, fileName };
}

function readText(path: string, fileName: string): string {
  let bytes: Buffer;
  try {
    const { size } = statSync(path);
    if (size > maxProfileLength) {
      throw fileError(`${fileName} has ${size} bytes; wanted a profile of at most ${maxProfileLength}`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof ProfileError) throw error;
    throw fileError(`${fileName} cannot be read: ${whyUnreadable(error)}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError(`${fileName} is not UTF-8 text; wanted a profile in YAML`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder; wanted a file in YAML',
  EACCES: 'this user may not read it',
  ENOTDIR: 'a part of its path is no folder',
};

function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return reasons[code] ?? `the system answered ${code}`;
}

function isPath(text: string): boolean {
  return /[/\\]|\.ya?ml$/.test(text);
}

/** A problem with the file as a whole, which has no line. */
function fileError(message: string): ProfileError {
  return new ProfileError([{ line: 0, column: 0, path: '', message }]);
}
