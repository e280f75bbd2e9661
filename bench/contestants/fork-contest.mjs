// Starts the processes of a contest. Where the machine has two cores, what contestants are measured against is kept to one of them, and
// the main thread of a contestant to the other, or the system would have both share a core for seconds while one stands idle.
// A contestant's other threads are free: its receiver, its compiler, its collector and its disk writes. Where it is to have a core for its main
// thread alone, they share the other one with the peer; where it is to have one core and no more, all of them are bound to that.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { warmUpMs } from '../settings.mjs';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/**
 * @param {string} file
 * @param {string[]} args
 * @param {'peer' | 'contestant' | 'contestant alone' | 'contestant on one core'} part
 */
export function forkContest(file, args, part) {
  /** Where profiles of every process go, for whoever looks for what is slow. */
  const folder = process.env.FOXLOAD_CPU_PROFILES;
  const execArgv = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
  if (!canPin) return child;
  const bind = (what, core) => spawnSync('taskset', [what, core, String(child.pid)]);
  const bindContestant = () => {
    if (part === 'contestant alone') bind('-apc', '1');
    bind('-pc', '0');
  };
  if (part === 'peer') bind('-apc', '1');
  else if (part === 'contestant on one core') bind('-apc', '0');
  // Late enough for its other threads to be there, since those that a bound thread starts are bound with it.
  else setTimeout(bindContestant, warmUpMs / 4).unref();
  return child;
}
