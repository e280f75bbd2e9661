import { readFileSync } from 'node:fs';

/** The 22nd field of a process's status is when it started; the second may hold spaces and stands in brackets (proc(5)). */
const startField = 22;

/**
 * Tells a process from another one that has its number later, after a restart of the machine or of a container: the boot, and when
 * in it the process started. Null where the system does not tell.
 */
export function processIdentity(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const started = status.slice(status.lastIndexOf(')') + 2).split(' ')[startField - 3];
    return started === undefined ? null : `${boot} ${started}`;
  } catch {
    return null;
  }
}
