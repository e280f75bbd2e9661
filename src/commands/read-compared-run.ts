import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedLatency, comparedLatencies } from '../compare/run-sample.js';
import type { RunToCompare } from '../compare/run-to-compare.js';
import type { RankedTimes } from '../latency/latency-figures.js';
import { readProfile } from '../profile/read-profile.js';
import { latencyLogFile } from '../report/latency-log-file.js';
import { readLatencyLog } from '../report/read-latency-log.js';
import { readResult } from '../report/read-result.js';
import { profileFile } from '../run/run-folder.js';
import type { RunResult } from '../run/run-result.js';
import { StartError } from '../run/start-error.js';

/**
 * A finished run from the reports in its folder: result, profile and histograms. The journal is not read, so a run of a million
 * orders takes no longer, and whoever keeps runs to compare with may leave their journals out. Throws a StartError for reports
 * that are missing, damaged, or of two different runs.
 */
export function readComparedRun(folder: string): RunToCompare {
  const result = orRefused(() => readResult(folder));
  const profile = join(folder, profileFile);
  const log = join(folder, latencyLogFile);
  const logged = orRefused(() => readLatencyLog(readFileSync(log, 'utf8')));
  const of = (name: ComparedLatency): RankedTimes => loggedTimes(name, logged, result, log);
  const [delivery, service, answer] = comparedLatencies;
  return {
    result,
    profile: readProfile(
      orRefused(() => readFileSync(profile, 'utf8')),
      profile,
    ),
    times: { delivery: of(delivery), service: of(service), answer: of(answer) },
  };
}

function loggedTimes(
  name: ComparedLatency,
  logged: ReadonlyMap<string, RankedTimes>,
  { latency }: RunResult,
  file: string,
): RankedTimes {
  const times = logged.get(name);
  const wanted = latency[name].count;
  if (times?.count === wanted) return times;
  throw new StartError(
    `${file} has ${times?.count ?? 'no'} times of ${name}, the result beside it ${wanted}; ${again}`,
  );
}

const again = 'foxload report writes both again from the journal';

function orRefused<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(`${why}; ${again}`, { cause: error });
  }
}
