import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { capacityFile } from '../capacity/capacity-file.js';
import type { CapacityResult } from '../capacity/capacity-result.js';
import {
  newOpenSearch,
  type OpenSearch,
  resumedOpenSearch,
  storedSearch,
  worstSearch,
} from '../capacity/open-search.js';
import { runSearch } from '../capacity/run-search.js';
import { searchWish, type WishFlags } from '../capacity/search-wish.js';
import { monotonicClock } from '../clock.js';
import { withBudgets } from '../profile/added-budgets.js';
import { loadProfile } from '../profile/load-profile.js';
import { capacityPage } from '../report/capacity-page.js';
import { capacityText } from '../report/capacity-text.js';
import { plainColumns } from '../report/wrap-text.js';
import { writeReports } from '../report/write-reports.js';
import { StartError } from '../run/start-error.js';
import { signalOf } from '../run/stop-signals.js';
import { capacityExitCode } from './capacity-exit-code.js';
import { stepLine, stepResultLine, unfinishedLines } from './capacity-lines.js';
import { type ConsentFlags, confirmedSpend } from './confirm-spend.js';
import { exitCodes, signalExitCode } from './exit-codes.js';
import { Progress } from './progress.js';
import { runStatusReader } from './run-status.js';
import type { SearchMetrics } from './search-metrics.js';
import { StoppedBeforeLoad, type TwoStepStop, twoStepStop } from './two-step-stop.js';

export interface CapacityFlags extends ConsentFlags, WishFlags {
  readonly reports: string;
  /** 0: no metrics page. */
  readonly metricsPort: number;
  readonly metricsHost: string;
  /** How long it outlives the search at most, in milliseconds; null where nothing was asked for. */
  readonly linger: number | null;
  /** A search's folder or id, to go on with; null for a new one. */
  readonly resume: string | null;
  /** Added to the budgets of the profile. */
  readonly budget: readonly string[];
  /** The result as JSON on standard output instead of text. */
  readonly json: boolean;
}

/** The curve for people, in the search's folder. */
const pageFile = 'capacity.html';

/** `foxload capacity`: the highest rate at which the budgets hold. Results go to standard output, progress to standard error. */
export async function capacityCommand(
  profileName: string | undefined,
  flags: CapacityFlags,
): Promise<number> {
  const progress = new Progress(process.stderr, process.env.TERM);
  const say = (sentence: string): void => progress.say(sentence);
  const stop = twoStepStop(say);
  let search: OpenSearch | null = null;
  let metrics: SearchMetrics | null = null;
  try {
    search = await opened(profileName, flags, stop);
    for (const line of unfinishedLines(search.state, search.folder)) progress.say(line);
    metrics = await searchMetrics(search.folder, flags, say);
    const result = await searched(search, flags.allowProduction, metrics, stop, progress);
    const code = publish(result, search.folder, flags.json, stop);
    // From here on a signal ends the wait, and no longer the search.
    stop.release();
    await metrics.finish(stop.drain.aborted ? 0 : flags.linger);
    return code;
  } catch (error) {
    if (error instanceof StoppedBeforeLoad) return exitCodes[error.signal];
    throw error;
  } finally {
    progress.end();
    stop.release();
    await metrics?.close();
    search?.close();
  }
}

async function opened(
  profileName: string | undefined,
  flags: CapacityFlags,
  { drain }: TwoStepStop,
): Promise<OpenSearch> {
  const { resume, reports, allowProduction } = flags;
  if (resume === null) {
    const { profile: written } = loadProfile(profileName ?? 'capacity');
    const profile = withBudgets(written, flags.budget, '--budget');
    const wish = searchWish(profile, flags);
    const confirmed = await confirmedSpend(profile, flags, drain, worstSearch(null));
    return newOpenSearch(profile, wish, reports, consent(allowProduction, confirmed), monotonicClock);
  }
  const asksOtherwise = [flags.from, flags.max, flags.atLeast].some((flag) => flag !== null);
  if (profileName !== undefined || asksOtherwise || flags.budget.length > 0) {
    throw new StartError(
      '--resume goes on with a search as it was asked for; wanted no profile, no other rates and no budgets',
    );
  }
  const folder = folderOf(resume, reports);
  const { profile, state } = storedSearch(folder);
  const confirmed = await confirmedSpend(profile, flags, drain, worstSearch(state));
  return resumedOpenSearch(folder, consent(allowProduction, confirmed));
}

function consent(allowProduction: boolean, confirmedSpendCents: number | undefined) {
  return { allowProduction, ...(confirmedSpendCents === undefined ? {} : { confirmedSpendCents }) };
}

/** A folder, or the id of a search below the folder of reports. */
function folderOf(search: string, reports: string): string {
  const found = [search, join(reports, search)].find((folder) => existsSync(join(folder, capacityFile)));
  if (found !== undefined) return found;
  throw new StartError(
    `${search} is no search: neither ${search} nor ${join(reports, search)} holds a ${capacityFile}`,
  );
}

async function searched(
  search: OpenSearch,
  allowProduction: boolean,
  metrics: SearchMetrics,
  stop: TwoStepStop,
  progress: Progress,
): Promise<CapacityResult> {
  let isFirst = true;
  return runSearch(search, {
    allowProduction,
    drain: stop.drain,
    leave: stop.leave,
    async stepBegins(view, forecast) {
      if (isFirst) stop.loadBegins();
      if (isFirst)
        progress.say(`foxload capacity of ${view.profile.name} at ${view.target}; Ctrl-C ends it early`);
      isFirst = false;
      await metrics.stepBegins(view);
      progress.say(stepLine(forecast));
      progress.follow(runStatusReader(view));
    },
    async stepEnds(run, state, verdict) {
      progress.end();
      await metrics.stepEnds();
      progress.say(stepResultLine(verdict, state));
      writeReports(run);
      writeFileSync(join(search.folder, pageFile), capacityPage(state));
    },
  });
}

/** What tells the metrics is loaded only now, for those who only look at a search that is over. */
async function searchMetrics(
  folder: string,
  { metricsHost: host, metricsPort: port }: CapacityFlags,
  say: (line: string) => void,
): Promise<SearchMetrics> {
  const { SearchMetrics } = await import('./search-metrics.js');
  return new SearchMetrics(basename(folder), port === 0 ? null : { host, port }, say);
}

/** Writes the page, then prints the result. Gives the exit code. */
function publish(result: CapacityResult, folder: string, json: boolean, { drain }: TwoStepStop): number {
  writeFileSync(join(folder, pageFile), capacityPage(result));
  const columns = process.stdout.columns ?? plainColumns;
  process.stdout.write(
    json
      ? `${JSON.stringify(result, null, 2)}\n`
      : `\n${capacityText(result, columns)}\n${folder}/${pageFile}\n`,
  );
  if (result.answer === null) return signalExitCode(signalOf(drain)) ?? capacityExitCode(result);
  return capacityExitCode(result);
}
