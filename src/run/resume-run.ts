import { join } from 'node:path';
import { minPollIntervalMs } from '../contract/endpoints.js';
import type { RefusalReason } from '../contract/refusal-reason.js';
import type { JournalFooter } from '../journal/journal-footer.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import { continueJournal } from '../journal/open-journal.js';
import type { ApiConnection } from '../load/api-connection.js';
import { keyId, runSecret } from '../load/order-keys.js';
import { orderMix } from '../load/order-mix.js';
import { scheduledOrders } from '../load/scheduled-orders.js';
import type { OrderEvent } from '../order-event.js';
import { ledgerOf } from '../tracker/ledger.js';
import { admitDoubt } from './admit-doubt.js';
import { assembleResult, type RunEnd } from './assemble-result.js';
import { Closers } from './closers.js';
import { type Credentials, credentialsFrom } from './credentials.js';
import type { EventTaker } from './event-taker.js';
import type { GeneratorReading } from './generator-health.js';
import { type KilledRun, readKilledRun } from './killed-run.js';
import { openConnection } from './open-connection.js';
import { openReceiver } from './open-receiver.js';
import { resumedClock } from './resumed-clock.js';
import { journalFile } from './run-folder.js';
import { journalFooter } from './run-journal.js';
import { lockRun } from './run-lock.js';
import type { RunResult } from './run-result.js';
import { settleByReplay } from './settle-by-replay.js';
import { settleOrders } from './settle-orders.js';
import { StartError } from './start-error.js';
import { unsettledOrders } from './unsettled-orders.js';

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
}

/** Every order of the schedule, each in exactly one class. */
export interface SettledOrders {
  readonly neverSent: number;
  readonly dropped: number;
  readonly refused: number;
  readonly delivered: number;
  readonly failed: number;
  /** The API does not call it decided, and its deadline has passed. */
  readonly timedOut: number;
  /** Delivered by the API's word; its webhook did not come in time. */
  readonly lost: number;
  readonly open: number;
  readonly inDoubt: number;
}

export interface ResumedRun {
  readonly result: RunResult;
  readonly folder: string;
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
    if (footer !== null && isSettled(run)) return asItEnded(run, footer);
    const clock = resumedClock(header.wallOriginMs);
    const troubles = whyInvalid(run);
    const writer = await continueJournal(join(folder, journalFile), intactBytes, {
      mode: header.mode,
      clock,
      failed: (error) => troubles.push(`the journal could not be written (${error.message})`),
    });
    closers.add(() => writer.close());
    const events = eventTaker(run, writer, clock);
    events.take({ kind: 'resumed', atMs: clock.nowMs() });
    admitDoubt(run, events);
    await settle(run, events, options, closers);
    return finish(run, events, writer, troubles);
  } finally {
    await closers.closeAll();
  }
}

function eventTaker(
  { journal: { tracker } }: KilledRun,
  writer: JournalWriter,
  clock: EventTaker['clock'],
): EventTaker {
  const take = (event: OrderEvent): void => {
    writer.append(event);
    tracker.apply(event);
  };
  return { clock, take, durable: () => writer.durable() };
}

function isSettled({ journal: { tracker, skipped }, erroredFor }: KilledRun): boolean {
  const { open, inDoubt } = unsettledOrders(tracker, erroredFor);
  return open.length === 0 && inDoubt.length === 0 && skipped.length === 0;
}

/** The result of a run that came to its end, drawn again from its journal. */
function asItEnded(run: KilledRun, footer: JournalFooter): ResumedRun {
  const { tracker, lastMs } = run.journal;
  tracker.apply({ kind: 'ended', atMs: lastMs ?? 0 });
  const endedAt = new Date(footer.endedAt);
  return resumedRun(
    run,
    { ...footer, endedAt, startedAt: new Date(run.journal.header.startedAt) },
    footer.generator,
  );
}

/** What an earlier process found wrong stays so; being cut off is told once. */
function whyInvalid({ journal: { footer, skipped } }: KilledRun): string[] {
  const cut = footer === null ? 'foxload was killed' : 'the run was left';
  const sentence = `${cut} before all orders were decided; those settled afterwards have no delivery time`;
  return [
    ...(footer?.resumed === true ? footer.troubles : [...(footer?.troubles ?? []), sentence]),
    ...(skipped.length === 0 ? [] : [`${skipped.length} damaged lines of the journal were left out`]),
  ];
}

async function settle(
  run: KilledRun,
  events: EventTaker,
  options: ResumeOptions,
  closers: Closers,
): Promise<void> {
  const { journal, profile, spend } = run;
  const { tracker, header } = journal;
  const doubtful = unsettledOrders(tracker, run.erroredFor).inDoubt.map(({ seq, reason }) => ({
    seq,
    reason: reason ?? ('other' satisfies RefusalReason),
  }));
  const mix = orderMix(profile.orders, profile.replays, profile.load.seed);
  const replayCostCents = doubtful.reduce((sum, { seq }) => sum + spend.highestCents(mix.skuOf(seq)), 0);
  const { open } = ledgerOf(tracker.counters);
  options.beforeSettling?.({ open, inDoubt: doubtful.length, replayCostCents });
  // An embedded simulator ended with the process that was killed: there is nobody to ask.
  if (header.environment === 'embedded' || (open === 0 && doubtful.length === 0)) return;
  const credentials = credentialsOf(run, options.environment ?? process.env);
  const receiver = await openReceiver(profile, credentials, events, () => {});
  closers.add(() => receiver.close());
  const connection: ApiConnection = openConnection(profile, credentials, header.target, events, closers);
  if (options.settleByReplay === true) {
    if (header.environment === 'production' && options.allowProduction !== true) {
      throw new StartError('keys are sent to a production API again only with --allow-production');
    }
    const secret = runSecret(credentials.apiKey, header.run);
    await settleByReplay(doubtful, { ...events, profile, connection, runSecret: secret });
  }
  await pollPause(run, events);
  await settleOrders(unsettledOrders(tracker, new Map()).open, { ...events, tracker, connection });
}

function credentialsOf({ journal: { header } }: KilledRun, environment: NodeJS.ProcessEnv): Credentials {
  const credentials = credentialsFrom(environment);
  if (keyId(credentials.apiKey) === header.keyId) return credentials;
  throw new StartError(
    'FOXRELOAD_API_KEY is not the key that this run began with; its orders belong to the other one',
  );
}

/** The process that was killed may have asked a moment ago, and no order may be asked for more often than every 5 s. */
function pollPause({ lastPolledMs }: KilledRun, { clock }: EventTaker): Promise<void> {
  const waitMs = lastPolledMs === null ? 0 : lastPolledMs + minPollIntervalMs - clock.nowMs();
  return new Promise((resolve) => clock.after(Math.max(0, waitMs), resolve));
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
  const { folder, profile, latency, silence, spend } = run;
  const { tracker, header } = run.journal;
  const { run: id, target, webhookUrl } = header;
  const figures = { tracker, latency, silence, spend, generator };
  const result = assembleResult({ id, profile, target, webhookUrl }, figures, end);
  return { result, folder, orders: classesOf(run, result) };
}

function classesOf({ profile }: KilledRun, { ledger }: RunResult): SettledOrders {
  const { planned, dropped, refused, errored, delivered, failed, timedOut, lost, open } = ledger;
  let scheduled = 0;
  for (const _ of scheduledOrders(profile)) scheduled += 1;
  const neverSent = Math.max(0, scheduled - planned);
  return { neverSent, dropped, refused, delivered, failed, timedOut, lost, open, inDoubt: errored };
}
