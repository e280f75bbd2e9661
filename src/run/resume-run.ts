import { join } from 'node:path';
import { minPollIntervalMs } from '../contract/endpoints.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { JournalFooter } from '../journal/journal-footer.js';
import type { DamagedLine } from '../journal/journal-reading.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import { continueJournal } from '../journal/open-journal.js';
import { keyId, runSecret } from '../load/order-keys.js';
import { orderMix } from '../load/order-mix.js';
import { admitDoubt } from './admit-doubt.js';
import { assembleResult, type RunEnd } from './assemble-result.js';
import { Closers } from './closers.js';
import { createCommand } from './create-command.js';
import { type Credentials, credentialsFrom } from './credentials.js';
import type { EventTaker } from './event-taker.js';
import type { GeneratorReading } from './generator-reading.js';
import { type KilledRun, readKilledRun } from './killed-run.js';
import { openConnection } from './open-connection.js';
import { openReceiver, type ReceiverWatch } from './open-receiver.js';
import { resumedClock } from './resumed-clock.js';
import { resumedEvents } from './resumed-events.js';
import { assembleDetails } from './run-details.js';
import { journalFile } from './run-folder.js';
import { journalFooter } from './run-journal.js';
import { lockRun } from './run-lock.js';
import type { FinishedRun } from './run-profile.js';
import { type ReplayParts, settleByReplay } from './settle-by-replay.js';
import { settleOrders } from './settle-orders.js';
import { type SettledOrders, settledOrders } from './settled-orders.js';
import { StartError } from './start-error.js';
import { stopFileSince } from './stop-file.js';
import { unsettledOrders } from './unsettled-orders.js';
import { whyInvalid } from './why-invalid.js';

export interface ResumeOptions {
  /** Where FOXRELOAD_API_KEY and FOXRELOAD_WEBHOOK_SECRET are looked up; the process's environment when left out. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Send the keys of orders in doubt again: orders that the API does not know are made by it, and cost their price. */
  readonly settleByReplay?: boolean;
  /** Go on without journal lines that are damaged; they are told in the result's reasons. */
  readonly skipDamaged?: boolean;
  /** Needed to send anything at a production API again. */
  readonly allowProduction?: boolean;
  /** Told what is unsettled before anything is asked or sent. */
  readonly beforeSettling?: (forecast: SettleForecast) => void;
}

/** What a resumed run has to settle. */
export interface SettleForecast {
  readonly open: number;
  readonly inDoubt: number;
  /** What the orders in doubt cost at most when their keys are sent again, in cents. */
  readonly replayCostCents: number;
  /** Whether there is an API to ask: an embedded simulator ended with the process that was killed. */
  readonly canAsk: boolean;
  /** Damaged lines of the journal that are left out. */
  readonly leftOut: readonly DamagedLine[];
}

export interface ResumedRun extends FinishedRun {
  readonly orders: SettledOrders;
}

/**
 * Settles a run that was killed or left: replays its journal, asks the API what became of accepted orders, and, if told
 * to, sends the keys of orders in doubt again. Everything is written behind the journal, so a resumed run can be killed
 * and resumed again.
 *
 * Rejects with a StartError when the run goes on elsewhere, or its profile or API key is another one, and with a
 * JournalError when its journal is damaged.
 */
export async function resumeRun(folder: string, options: ResumeOptions = {}): Promise<ResumedRun> {
  const closers = new Closers();
  try {
    closers.add(lockRun(folder));
    const run = readKilledRun(folder, options.skipDamaged ?? false);
    const { header, footer, intactBytes } = run.journal;
    if (footer !== null && isOver(run, footer, options)) return asItEnded(run, footer);
    // Refused before the journal is touched.
    const credentials = credentialsFor(run, options);
    const clock = resumedClock(header.wallOriginMs);
    const troubles = whyInvalid(run);
    const isStopped = stopFileSince(folder);
    let isBroken = false;
    const broken = (sentence: string): void => {
      isBroken = true;
      troubles.push(sentence);
    };
    const writer = await continueJournal(join(folder, journalFile), intactBytes, {
      mode: header.mode,
      clock,
      failed: (error) =>
        broken(`the journal could not be written (${error.message}), so nothing further was sent`),
    });
    closers.add(() => writer.close());
    const events = resumedEvents(run, writer, clock);
    events.take({ kind: 'resumed', atMs: clock.nowMs() });
    admitDoubt(run, events);
    options.beforeSettling?.(forecastOf(run));
    const replay = options.settleByReplay === true ? { mayGoOn: () => !isBroken && !isStopped() } : null;
    const died = (why: string): void => broken(`${why}, so nothing further was sent`);
    if (credentials !== null) await settle(run, events, credentials, replay, { died }, closers);
    return finish(run, events, writer, troubles);
  } finally {
    await closers.closeAll();
  }
}

/** Whether the run came to its end, nothing of it could be settled further, and it was told what its journal lacks. */
function isOver(run: KilledRun, { troubles }: JournalFooter, options: ResumeOptions): boolean {
  const { traces, journal } = run;
  if (!traces.isClosed) return false;
  if (journal.skipped.length > 0 && !whyInvalid(run).every((cause) => troubles.includes(cause))) return false;
  const { open, inDoubt, unsent } = unsettledOrders(run);
  if (unsent.length > 0 || inDoubt.some(({ reason }) => reason === null)) return false;
  return !hasApi(run) || (open.length === 0 && (options.settleByReplay !== true || inDoubt.length === 0));
}

/** The result of a run that came to its end, drawn again from its journal. */
function asItEnded(run: KilledRun, footer: JournalFooter): ResumedRun {
  const { tracker, lastMs } = run.journal;
  const ended = { kind: 'ended', atMs: lastMs ?? 0 } as const;
  run.course.take(ended, tracker.counters);
  tracker.apply(ended);
  const endedAt = new Date(footer.endedAt);
  return resumedRun(
    run,
    { ...footer, endedAt, startedAt: new Date(run.journal.header.startedAt) },
    footer.generator,
  );
}

/** An embedded simulator ended with the process that was killed: there is nobody to ask. */
function hasApi({ journal }: KilledRun): boolean {
  return journal.header.environment !== 'embedded';
}

/** What is needed to speak with the API; null where there is nothing to ask it, or nobody. */
function credentialsFor(run: KilledRun, options: ResumeOptions): Credentials | null {
  const { open, inDoubt } = unsettledOrders(run);
  if (!hasApi(run) || (open.length === 0 && inDoubt.length === 0)) return null;
  const { header } = run.journal;
  const replays = options.settleByReplay === true;
  if (replays && header.environment === 'production' && options.allowProduction !== true) {
    throw new StartError('keys are sent to a production API again only with --allow-production');
  }
  const credentials = credentialsFrom(options.environment ?? process.env);
  if (keyId(credentials.apiKey) === header.keyId) return credentials;
  throw new StartError(
    'FOXRELOAD_API_KEY is not the key that this run began with; its orders belong to the other one',
  );
}

function forecastOf(run: KilledRun): SettleForecast {
  const { profile, spend, journal } = run;
  const { open, inDoubt } = unsettledOrders(run);
  const mix = orderMix(profile.orders, profile.replays, profile.load.seed);
  const replayCostCents = inDoubt.reduce((sum, { seq }) => sum + spend.highestCents(mix.skuOf(seq)), 0);
  const [canAsk, leftOut] = [hasApi(run), journal.skipped];
  return { open: open.length, inDoubt: inDoubt.length, replayCostCents, canAsk, leftOut };
}

async function settle(
  run: KilledRun,
  events: EventTaker,
  credentials: Credentials,
  replay: Pick<ReplayParts, 'mayGoOn'> | null,
  watch: ReceiverWatch,
  closers: Closers,
): Promise<void> {
  const { profile } = run;
  const { tracker, header } = run.journal;
  const { open, inDoubt } = unsettledOrders(run);
  const mayAskAtMs = pollableAtMs(run, events);
  await openReceiver(profile, credentials, events, watch, closers);
  const connection = openConnection(profile, credentials, header.target, events, closers);
  if (replay !== null) {
    const secret = runSecret(credentials.apiKey, header.run);
    const allowed = inDoubt.filter(({ intended }) => intended);
    const doubtful = allowed.map(({ seq, reason }) => ({
      seq,
      reason: reason ?? ('other' satisfies RefusalReason),
    }));
    const { orders, replays, load } = profile;
    const mix = orderMix(orders, replays, load.seed);
    const commandOf = (seq: number) => createCommand(profile, mix, secret, seq);
    await settleByReplay(doubtful, { ...events, ...replay, connection, commandOf, seed: load.seed });
  }
  if (open.length > 0) await until(mayAskAtMs, events);
  // An order that is made only now has its time from now on.
  const deadlineAtMs = (seq: number): number => {
    const lateMs = run.traces.acceptedLateMs.get(seq);
    return lateMs === undefined ? tracker.deadlineAtMs(seq) : lateMs + tracker.deadlineMs;
  };
  await settleOrders(unsettledOrders(run).open, { ...events, tracker, connection, deadlineAtMs });
}

/** The process that was killed may have asked a moment ago, and no order may be asked for more often than every 5 s. */
function pollableAtMs({ traces }: KilledRun, { clock }: EventTaker): number {
  const nowMs = clock.nowMs();
  if (traces.mayHaveAsked) return nowMs + minPollIntervalMs;
  // A wall clock that was set back since is no reason to wait for longer.
  return Math.min(nowMs, traces.lastPolledMs ?? Number.NEGATIVE_INFINITY) + minPollIntervalMs;
}

function until(atMs: number, { clock }: EventTaker): Promise<void> {
  return new Promise((resolve) => clock.after(Math.max(0, atMs - clock.nowMs()), resolve));
}

function finish(
  run: KilledRun,
  { clock, take }: EventTaker,
  writer: JournalWriter,
  troubles: readonly string[],
): ResumedRun {
  const { tracker, header, footer } = run.journal;
  const atMs = clock.nowMs();
  take({ kind: 'ended', atMs });
  const end: RunEnd = {
    startedAt: new Date(header.startedAt),
    endedAt: new Date(clock.wallMs(atMs)),
    interruptedBy: footer?.interruptedBy ?? null,
    earlyEnd: footer?.earlyEnd ?? null,
    resumed: true,
    troubles,
    idempotencyViolations: Math.max(tracker.counters.ordersDoubled, footer?.idempotencyViolations ?? 0),
  };
  const generator = footer?.generator ?? null;
  writer.append({ kind: 'closed', ...journalFooter(end, generator) });
  return resumedRun(run, end, generator);
}

function resumedRun(run: KilledRun, end: RunEnd, generator: GeneratorReading | null): ResumedRun {
  const { folder, profile, latency, selected, silence, pace, course, spend } = run;
  const { tracker, header } = run.journal;
  const { run: id, target, webhookUrl } = header;
  const figures = { tracker, latency, selected, silence, pace, spend, generator };
  const result = assembleResult({ id, profile, target, webhookUrl }, figures, end);
  const details = assembleDetails(profile, { tracker, latency, course });
  return { result, details, folder, latency, orders: settledOrders(profile, result.ledger) };
}
