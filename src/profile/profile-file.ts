import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { maxProfileLength } from './max-profile-length.js';
import { suggestion } from './nearest-name.js';
import { ProfileError } from './profile-error.js';

/** The text of a profile, not looked at yet. */
export interface ProfileFile {
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

/** Reads the file of a shipped profile by its name, or any other by its path. Throws a ProfileError when it can't be read. */
export function readProfileFile(pathOrName: string): ProfileFile {
  const shipped = shippedProfileNames();
  if (shipped.includes(pathOrName)) {
    const fileName = `profiles/${pathOrName}${extension}`;
    const path = fileURLToPath(new URL(`${pathOrName}${extension}`, shippedFolder));
    return { text: readText(path, fileName), fileName };
  }
  if (!isPath(pathOrName) && !existsSync(pathOrName)) {
    throw fileError(
      `${pathOrName || 'an empty name'} is no shipped profile; wanted one of ${shipped.join(', ')}${suggestion(pathOrName, shipped)}, or a path like ./${pathOrName}${extension}`,
    );
  }
  return { text: readText(pathOrName, pathOrName), fileName: pathOrName };
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
