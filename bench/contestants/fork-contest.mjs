// Starts the processes of a contest. What contestants are measured against is kept to one core where the machine has two, so
// that it never takes more than that away from them. The contestants themselves are free: threads that a bound process starts would be
// bound with it, and its compiler, its collector and its disk writes would share its core.
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
  if (pinned && canPin) spawnSync('taskset', ['-apc', '1', String(child.pid)]);
  return child;
}
