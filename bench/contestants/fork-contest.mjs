// Starts the processes of a contest, on a core each where the machine has two: what contestants are measured against on one, the
// contestant on the other, so that neither takes the other's. Of the contestant only the main thread is bound, since its compiler
// and garbage collector work beside it otherwise.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/**
 * @param {string} file
 * @param {string[]} args
 * @param {{ pinned: boolean }} options
 */
export function forkContest(file, args, { pinned }) {
  /** Where profiles of every process go, for whoever looks for what is slow. */
  const folder = process.env.FOXLOAD_CPU_PROFILES;
  const execArgv = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
  if (canPin)
    spawnSync('taskset', pinned ? ['-apc', '1', String(child.pid)] : ['-pc', '0', String(child.pid)]);
  return child;
}
