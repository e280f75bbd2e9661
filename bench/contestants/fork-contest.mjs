// Starts the processes of a contest. Where the machine has two cores, what contestants are measured against is kept to one of them, and the main
// thread of a contestant has the other one to itself: its other threads (its receiver, its compiler, its collector, its disk writes) share the first.
// Else the system would have two of them share a core for seconds while one stands idle.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { warmUpMs } from '../settings.mjs';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/**
 * @param {string} file
 * @param {string[]} args
 * @param {'peer' | 'contestant' | 'contestant on one core'} part
 */
export function forkContest(file, args, part) {
  /** Where profiles of every process go, for whoever looks for what is slow. */
  const folder = process.env.FOXLOAD_CPU_PROFILES;
  const execArgv = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
  if (!canPin) return child;
  const bind = (what, core) => spawnSync('taskset', [what, core, String(child.pid)]);
  const bindMainThread = () => {
    bind('-apc', '1');
    bind('-pc', '0');
  };
  if (part === 'peer') bind('-apc', '1');
  else if (part === 'contestant on one core') bind('-apc', '0');
  // Late enough for its other threads to be there, since those that a bound thread starts are bound with it.
  else setTimeout(bindMainThread, warmUpMs / 4).unref();
  return child;
}
