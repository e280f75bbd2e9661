// Starts the processes of a contest. Where the machine has two cores, what contestants are measured against is kept to one of them, and the main
// thread of a contestant has the other one to itself: its other threads (its receiver, its compiler, its collector, its disk writes) share the first.
// Else the system would have two of them share a core for seconds while one stands idle. The process that holds the contest keeps to the first one, too:
// it has little to do, but its collector came to the contestant's core for ten milliseconds of each round.
import { fork, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { warmUpMs } from '../settings.mjs';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['-V']).status === 0;
/** A core for the main thread of a contestant, and one for everything else. */
const contested = '0';
const shared = '1';
const coresOf = {
  peer: shared,
  contestant: `${contested},${shared}`,
  'contestant on one core': contested,
};
const bind = (what, pid, core) => spawnSync('taskset', [what, core, String(pid)]);
if (canPin) bind('-apc', process.pid, shared);

/**
 * @param {string} file
 * @param {string[]} args
 * @param {keyof typeof coresOf} part
 */
export function forkContest(file, args, part) {
  /** Where profiles of every process go, for whoever looks for what is slow. */
  const folder = process.env.FOXLOAD_CPU_PROFILES;
  const profiling = folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const how = canPin
    ? { execPath: 'taskset', execArgv: ['-c', coresOf[part], process.execPath, ...profiling] }
    : { execArgv: profiling };
  const child = fork(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], ...how });
  if (canPin && part === 'contestant') {
    const separate = () => {
      bind('-apc', child.pid, shared);
      bind('-pc', child.pid, contested);
    };
    // Late enough for its other threads to be there, since those that a bound thread starts are bound with it.
    setTimeout(separate, warmUpMs / 4).unref();
  }
  return child;
}
