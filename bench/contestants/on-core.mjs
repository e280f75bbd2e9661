// Starts the processes of a contest, each on a core of its own where the machine has two: then no contestant ever has more
// than one core, and none shares it with what it is measured against.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;

/**
 * @param {string} file
 * @param {string[]} args
 * @param {0 | 1} core
 */
export function forkOnCore(file, args, core) {
  const folder = process.env.FOXLOAD_CPU_PROFILES;
  const execArgv =
    folder === undefined
      ? []
      : folder.endsWith('.mjs')
        ? ['--import', folder]
        : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
  if (canPin) spawnSync('taskset', ['-apc', String(core), String(child.pid)]);
  return child;
}
