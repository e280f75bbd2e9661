import { endpoints, minPollIntervalMs } from '../../src/contract/endpoints.js';
import { arrivalSchedule } from '../../src/load/arrival-schedule.js';
import type { ClosedLoad, OpenLoad } from '../../src/profile/profile.js';
import { keyOf } from './journal-findings.js';
import type { OrderStory } from './order-story.js';
import type { SimulatedRun } from './simulated-run.js';

/** Instants are told in whole microseconds. */
const roundingMs = 0.002;
/** The header-key guide's own figure, not what foxload makes of it. */
const maxRetries = 3;
/** A replayed order's twin, and the call with another body. */
const replayCalls = 2;

/** Where the harness did what it may not do, whatever came of it. */
export function conductFindings(run: SimulatedRun, stories: readonly OrderStory[]): string[] {
  const { profile } = run.scenario;
  const { load } = profile;
  const ofLoad =
    load.model === 'open' ? scheduleFindings(load, run, stories) : closedFindings(load, run, stories);
  const found = [...ofLoad, ...requestFindings(run)];
  if (run.mostInFlight > profile.load.maxInFlight) found.push(`${run.mostInFlight} orders were in flight`);
  return found;
}

/** Orders are planned at the schedule's instants, all of them unless somebody stopped the load. */
function scheduleFindings(
  load: OpenLoad,
  { scenario, journal }: SimulatedRun,
  stories: readonly OrderStory[],
): string[] {
  const { limits } = scenario.profile;
  const arrivals = [...arrivalSchedule(load)].slice(0, limits.orders ?? undefined);
  const mayEndEarly = scenario.stop !== null || journal.failed;
  const found =
    stories.length === arrivals.length || (mayEndEarly && stories.length < arrivals.length)
      ? []
      : [`${stories.length} orders were planned of ${arrivals.length}`];
  const startMs = (stories[0]?.planned.atMs ?? 0) - (arrivals[0]?.atMs ?? 0);
  const shifted = stories.find(
    ({ planned }, at) => Math.abs(planned.atMs - startMs - (arrivals[at]?.atMs ?? 0)) > roundingMs,
  );
  return shifted === undefined ? found : [...found, `order ${shifted.seq} was planned at another instant`];
}

/** As many orders as asked for are planned, unless the load ended early, and never more calls at once than connections. */
function closedFindings(
  { orders, connections }: ClosedLoad,
  { scenario, events }: SimulatedRun,
  stories: readonly OrderStory[],
): string[] {
  const wanted = Math.min(orders, scenario.profile.limits.orders ?? orders);
  const endedEarly = events.some(({ kind }) => kind === 'drain');
  const isRight = stories.length === wanted || (endedEarly && stories.length < wanted);
  const found = isRight ? [] : [`${stories.length} orders were planned of ${wanted}`];
  let [calls, most] = [0, 0];
  for (const { kind } of events) {
    if (kind === 'planned') calls += 1;
    most = Math.max(most, kind === 'sent' ? calls : 0);
    if (['accepted', 'refused', 'errored', 'dropped'].includes(kind)) calls -= 1;
  }
  return most <= connections ? found : [...found, `${most} calls were made at once by ${connections}`];
}

/** No key is used more often than it may be, and no order is asked for more often than every 5 s. */
function requestFindings({ requests, scenario }: SimulatedRun): string[] {
  const found: string[] = [];
  const calls = new Map<string, number>();
  const asked = new Map<string, number>();
  for (const { method, path, headers, body, atMs } of requests) {
    if (method === 'GET') {
      const sinceMs = atMs - (asked.get(path) ?? Number.NEGATIVE_INFINITY);
      if (sinceMs < minPollIntervalMs) found.push(`${path} was asked for again after ${sinceMs} ms`);
      asked.set(path, atMs);
    } else if (path === endpoints.orders) {
      const key = keyOf(headers['idempotency-key'], body);
      calls.set(key, (calls.get(key) ?? 0) + 1);
    }
  }
  const most = 1 + maxRetries + (scenario.profile.replays > 0 ? replayCalls : 0);
  const often = [...calls.values()].filter((times) => times > most);
  return often.length === 0 ? found : [...found, `${often.length} keys were used more than ${most} times`];
}
