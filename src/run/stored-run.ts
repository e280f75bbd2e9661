import { join } from 'node:path';
import { timeLimits } from '../gate/time-limits.js';
import { replayJournal } from '../journal/replay-journal.js';
import { RunLatency } from '../latency/run-latency.js';
import type { Budget } from '../profile/budget.js';
import type { Profile } from '../profile/profile.js';
import { RunCourse } from '../series/run-course.js';
import { ApiSilence } from './api-silence.js';
import { assembleResult } from './assemble-result.js';
import { keptProfile } from './kept-profile.js';
import { latencyListener } from './latency-listener.js';
import { LoadPace } from './load-pace.js';
import { assembleDetails } from './run-details.js';
import { journalFile } from './run-folder.js';
import type { FinishedRun } from './run-profile.js';
import { SelectedOrders } from './selected-orders.js';
import { SpendAccount } from './spend-account.js';
import { StartError } from './start-error.js';

/**
 * A finished run, drawn again from its journal and judged by its own budgets or by others: the events are folded anew, so that
 * orders are counted exactly against every time that these budgets name. Whatever made the run invalid still does.
 *
 * Throws a StartError for a run that is not finished or whose profile was changed, and a JournalError for a damaged journal.
 *
 * @param budgetsOf gives the budgets for the profile that ran; may throw
 */
export function storedRun(
  folder: string,
  budgetsOf: (profile: Profile) => readonly Budget[] = ({ budgets }) => budgets,
): FinishedRun {
  const silence = new ApiSilence();
  const pace = new LoadPace();
  const course = new RunCourse();
  // A resume that was killed leaves events behind the last footer, the first of them its own.
  let isOver = false;
  // Made when the header is read, which is the first thing that a journal tells.
  let kept: Kept | null = null;
  const { tracker, header, footer } = replayJournal(join(folder, journalFile), {
    event: (event, { counters }) => {
      course.take(event, counters);
      if (event.kind === 'resumed') isOver = false;
    },
    footer: () => {
      isOver = true;
    },
    listeners: ({ profileSha256, pricesCents }) => {
      const ran = keptProfile(folder, profileSha256);
      kept = keptFigures({ ...ran, budgets: budgetsOf(ran) }, pricesCents ?? []);
      return [latencyListener(kept.latency), kept.selected, silence, pace, course, kept.spend];
    },
  });
  const { profile, latency, selected, spend } = known(kept);
  if (footer === null || !isOver) {
    throw new StartError(`${folder} is not finished; if nobody is running it, settle it by foxload resume`);
  }
  const { run: id, target, webhookUrl } = header;
  const figures = { tracker, latency, selected, silence, pace, spend, generator: footer.generator };
  const dates = { startedAt: new Date(header.startedAt), endedAt: new Date(footer.endedAt) };
  const result = assembleResult({ id, profile, target, webhookUrl }, figures, { ...footer, ...dates });
  const details = assembleDetails(profile, { tracker, latency, course });
  return { result, details, folder, latency };
}

/** What is kept of a run by the budgets that it is judged by. */
interface Kept {
  readonly profile: Profile;
  readonly latency: RunLatency;
  readonly selected: SelectedOrders;
  readonly spend: SpendAccount;
}

function keptFigures(profile: Profile, pricesCents: readonly number[]): Kept {
  return {
    profile,
    latency: new RunLatency(profile.deadlineMs, [], timeLimits(profile.budgets, null)),
    selected: new SelectedOrders(profile),
    spend: new SpendAccount(profile, pricesCents),
  };
}

function known(kept: Kept | null): Kept {
  if (kept === null) throw new Error('a journal was read that told no header');
  return kept;
}
