import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './start-error.js';

/** Holds the id of the process that writes the run's journal. */
const lockFile = 'running.pid';

/**
 * Makes this process the only one that goes on with the run; gives the function that ends that. A lock whose process is
 * gone, killed perhaps, holds nobody up. Throws a StartError while another process has the run, and where it can't be made.
 */
export function lockRun(folder: string): () => void {
  const file = join(folder, lockFile);
  const holder = holderOf(file);
  if (holder !== null && isAlive(holder)) {
    throw new StartError(
      `the run in ${folder} goes on in process ${holder}; end that one first (if it is no foxload, remove ${file})`,
    );
  }
  write(file, `${process.pid}\n`);
  return () => rmSync(file, { force: true });
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
