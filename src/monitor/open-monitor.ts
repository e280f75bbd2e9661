import { randomBytes } from 'node:crypto';
import type { Cents } from '../contract/money.js';
import type { ApiConnection } from '../load/api-connection.js';
import { keyId, runSecret } from '../load/order-keys.js';
import type { Closers } from '../run/closers.js';
import { credentialsFrom, randomCredentials } from '../run/credentials.js';
import { openConnection } from '../run/open-connection.js';
import { openReceiver, type ReceiverWatch } from '../run/open-receiver.js';
import { targetOpener } from '../run/open-stages.js';
import { type Preflight, preflight } from '../run/preflight.js';
import { lockRun } from '../run/run-lock.js';
import { StartError } from '../run/start-error.js';
import { UnreachableError } from '../run/unreachable-error.js';
import { type EarlierMonitor, earlierMonitor, newestSegment, takenUp } from './earlier-monitor.js';
import { Monitor, type MonitorFacts } from './monitor.js';
import { monitorClock } from './monitor-clock.js';
import { MonitorFold } from './monitor-fold.js';
import type { MonitoredProfile } from './monitored-profile.js';
import { planLost } from './plan-lost.js';
import { withRetired } from './retired-entry.js';
import type { ReplayedSegment } from './segment-replay.js';
import { SegmentedJournal } from './segmented-journal.js';
import { StateFolder } from './state-folder.js';

/** Where a monitor is opened, and with what. */
export interface MonitorSurroundings {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Told each thing that broke on our side: no order may be sent any more. */
  readonly trouble: (sentence: string) => void;
  readonly say: (sentence: string) => void;
}

/** A monitor with its sockets open, before its first order. */
export interface OpenMonitor {
  readonly monitor: Monitor;
  readonly connection: ApiConnection;
  readonly folder: string;
  readonly runSecret: Buffer;
  /** What the API shows of the partner's balance; null where it shows none. */
  readonly balanceCents: Cents | null;
  /** What a process that was killed left behind; null where none did. */
  readonly replayed: ReplayedSegment | null;
  /** Whether the keys of its orders can be made again: the API key is the same. */
  readonly hasKeys: boolean;
}

/**
 * Takes up what an earlier process left in the folder, and opens receiver, simulator and connections. `closers` close it all.
 * Throws a StartError, before anything is sent, when something that is needed is missing or wrong.
 */
export async function openMonitor(
  profile: MonitoredProfile,
  surroundings: MonitorSurroundings,
  closers: Closers,
): Promise<OpenMonitor> {
  const embedded = profile.target.environment === 'embedded';
  const credentials = embedded ? randomCredentials() : credentialsFrom(surroundings.environment);
  const folder = new StateFolder(surroundings.folder);
  closers.add(lockRun(folder.path));
  const earlier = earlierMonitor(folder, profile);
  folder.keepOnly(newestSegment(folder));
  const openTarget = targetOpener(profile, undefined, closers, surroundings.trouble);
  const { monitor, replayed } = await begun(
    profile,
    earlier,
    folder,
    credentials.apiKey,
    surroundings,
    closers,
  );
  const watch: ReceiverWatch = {
    handled: (durationMs, transitMs) => monitor.fold.measurement.handled(durationMs, transitMs),
    late: (lateMs) => monitor.fold.measurement.receiverLate(lateMs),
    died: (why) => surroundings.trouble(`${why}, so no order is sent any more`),
  };
  const { facts } = monitor;
  facts.webhookUrl = await openReceiver(profile, credentials, monitor, watch, closers);
  facts.target = await openTarget(credentials, facts.webhookUrl);
  const connection = openConnection(profile, credentials, facts.target, monitor, closers);
  const { pricesCents, balanceCents } = await asked(connection, profile, earlier, facts, surroundings.say);
  if (earlier === null || !isSame(earlier, profile, pricesCents)) await monitor.change(profile, pricesCents);
  return {
    monitor,
    connection,
    folder: folder.path,
    runSecret: runSecret(credentials.apiKey, facts.id),
    balanceCents,
    replayed,
    hasKeys: earlier?.header.keyId === keyId(credentials.apiKey),
  };
}

/** The monitor as the earlier process left it, or as none has. */
async function begun(
  profile: MonitoredProfile,
  earlier: EarlierMonitor | null,
  folder: StateFolder,
  apiKey: string,
  { trouble }: MonitorSurroundings,
  closers: Closers,
): Promise<{ readonly monitor: Monitor; readonly replayed: ReplayedSegment | null }> {
  const clock = earlier?.clock ?? monitorClock(null);
  const failed = (error: Error): void =>
    trouble(`the journal could not be written (${error.message}), so no order is sent any more`);
  const journal = new SegmentedJournal(
    { folder, mode: profile.journal, clock, failed },
    newestSegment(folder),
  );
  closers.add(() => journal.close());
  const id = earlier?.state.monitor ?? `monitor-${profile.name}-${randomBytes(4).toString('hex')}`;
  const facts: MonitorFacts = { id, startedAt: new Date(), apiKey, target: '', webhookUrl: '' };
  if (earlier === null) {
    // The prices are asked for later.
    const priced = withRetired(
      profile,
      profile.orders.map(() => 0),
      [],
    );
    const fold = new MonitorFold(priced, clock, null, journal);
    const progress = { nextSeq: 0, lastPlannedMs: null };
    return { monitor: new Monitor(clock, journal, fold, progress, facts), replayed: null };
  }
  const { fold, replayed } = await takenUp(earlier, folder, journal);
  const { plannedEnd: nextSeq, lastPlannedMs } = replayed;
  const monitor = new Monitor(clock, journal, fold, { nextSeq, lastPlannedMs }, facts);
  monitor.take({ kind: 'resumed', atMs: clock.nowMs() });
  planLost(monitor, replayed);
  return { monitor, replayed };
}

type Asked = Pick<Preflight, 'balanceCents'> & { readonly pricesCents: readonly Cents[] };

/** An outage of the API is what a monitor is there to show, so one that goes on begins with the prices that it knew. */
async function asked(
  connection: ApiConnection,
  profile: MonitoredProfile,
  earlier: EarlierMonitor | null,
  { target }: MonitorFacts,
  say: (sentence: string) => void,
): Promise<Asked> {
  try {
    return await pricesOf(connection, target, profile);
  } catch (error) {
    const isKnown = earlier !== null && earlier.priced.profile.source === profile.source;
    if (!(error instanceof UnreachableError) || !isKnown) throw error;
    say(`${error.message} The monitor goes on with the prices that it knew.`);
    return { pricesCents: currentPrices(earlier), balanceCents: null };
  }
}

/**
 * Asks the API for the price of one order of each entry of the mix. Where it shows none, a profile without a spend limit is taken
 * to cost nothing. Throws a StartError when an SKU is not for sale, or not at a price that the profile allows.
 */
export async function pricesOf(
  connection: ApiConnection,
  target: string,
  profile: MonitoredProfile,
): Promise<Asked> {
  const { pricesCents, balanceCents } = await preflight(connection, target, profile);
  if (pricesCents !== null) return { pricesCents, balanceCents };
  if (profile.monitor.spendPerDayCents === null)
    return { pricesCents: profile.orders.map(() => 0), balanceCents };
  throw new StartError(
    `${target} shows no catalogue of prices, so monitor.spendPerDay can't be kept; remove that limit`,
  );
}

function currentPrices({ priced, state }: EarlierMonitor): readonly Cents[] {
  return priced.pricesCents.slice(state.retired.length);
}

function isSame(
  earlier: EarlierMonitor,
  { source }: MonitoredProfile,
  pricesCents: readonly Cents[],
): boolean {
  return earlier.priced.profile.source === source && currentPrices(earlier).join() === pricesCents.join();
}
