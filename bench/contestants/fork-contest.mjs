// Starts the processes of a contest. What contestants are measured against is kept to one core where the machine has two, so
// that it never takes more than that away from them. The contestants themselves are free: pinned to a core, a process would have
// to share it with its own compiler and garbage collector, which work beside it otherwise.
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
  if (canPin) spawnSync('taskset', pinned ? ['-apc', '1', String(child.pid)] : ['-pc', '0', String(child.pid)]);
  return child;
}
