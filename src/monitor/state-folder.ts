import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../run/start-error.js';
import { type MonitorState, readState, writtenState } from './monitor-state.js';

const stateFile = 'state.json';

/** Where a monitor keeps what a restart must not lose. Nobody but its owner may look into it. */
export class StateFolder {
  /** Makes the folder where it is not there. Throws a StartError when that is not possible. */
  constructor(readonly path: string) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      chmodSync(path, 0o700);
    } catch (error) {
      throw new StartError(`the folder ${path} can't be made (${codeOf(error)}); give another with --state`);
    }
  }

  /** The journal of a segment. */
  journalOf(segment: number): string {
    return join(this.path, `orders-${number(segment)}.ndjson`);
  }

  /** The profile that a segment was written by. */
  profileOf(segment: number): string {
    return join(this.path, `profile-${number(segment)}.yaml`);
  }

  /** What the process before left; null for the first one. Throws a StartError where it can't be read. */
  read(): MonitorState | null {
    const file = join(this.path, stateFile);
    if (!existsSync(file)) return null;
    const state = readState(readText(file));
    if (typeof state !== 'string') return state;
    throw new StartError(`${file} ${state}; to begin anew, give another folder with --state`);
  }

  /** The text of the profile that a segment was written by. Throws a StartError where it can't be read. */
  profileText(segment: number): string {
    return readText(this.profileOf(segment));
  }

  /** Deletes what a process left that was killed while one segment took the place of another: all but `segment`. */
  keepOnly(segment: number): void {
    for (const file of readdirSync(this.path)) {
      const [, found] = /^(?:orders|profile)-(\d+)\.(?:ndjson|yaml)$/.exec(file) ?? [];
      if (found !== undefined && Number(found) !== segment) rmSync(join(this.path, file), { force: true });
    }
  }

  /** Makes room for a segment that was begun and never became the one that counts. */
  clear(segment: number): void {
    for (const file of [this.journalOf(segment), this.profileOf(segment)]) rmSync(file, { force: true });
  }

  /**
   * Makes `state` the one that counts: synced under another name, then put in the place of the one before, so that a crash leaves
   * one of the two with its segment, and never a half. Throws the system's error.
   */
  write(state: MonitorState, profileText: string): void {
    writeSynced(this.profileOf(state.segment), profileText);
    const file = join(this.path, stateFile);
    writeSynced(`${file}.new`, writtenState(state));
    renameSync(`${file}.new`, file);
    syncFolder(this.path);
  }
}

function number(segment: number): string {
  return String(segment).padStart(6, '0');
}

function writeSynced(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} can't be read (${codeOf(error)}); without it nobody knows what is open`);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown error';
}
