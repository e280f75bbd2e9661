import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';
import { StartError } from './start-error.js';

/** Holds the id of the process that writes the run's journal, and nothing else: people give it to kill. */
const lockFile = 'running.pid';
/** Holds which of all processes that ever had this id it is, where the system tells. */
const identityFile = 'running.process';

/**
 * Makes this process the only one that goes on with the run; gives the function that ends that. A lock whose process is
 * gone, killed perhaps, holds nobody up, even when another one has its number by now. Throws a StartError while another process has
 * the run, and where it can't be made.
 */
export function lockRun(folder: string): () => void {
  const file = join(folder, lockFile);
  const identified = join(folder, identityFile);
  const holder = holderOf(file);
  if (holder !== null && isAlive(holder) && isSame(holder, identified)) {
    throw new StartError(
      `the run in ${folder} goes on in process ${holder}; end that one first (if it is no foxload, remove ${file})`,
    );
  }
  // First this one: without it the other one holds whoever has its number.
  const identity = processIdentity(process.pid);
  if (identity !== null) write(identified, `${identity}\n`);
  write(file, `${process.pid}\n`);
  return () => {
    for (const made of [file, identified]) rmSync(made, { force: true });
  };
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(
      `${file} can't be written (${code ?? message}), and no run goes on without its lock`,
    );
  }
}

function holderOf(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** A process that has the number of one that is gone is another one. */
function isSame(pid: number, identified: string): boolean {
  if (!existsSync(identified)) return true;
  return readFileSync(identified, 'utf8').trim() === processIdentity(pid);
}

/** A signal 0 is only tried, not sent: not permitted means that somebody else's process lives. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
