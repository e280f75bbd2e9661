import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import type { JournalFooter } from '../journal/journal-footer.js';
import type { ApiConnection } from '../load/api-connection.js';
import { runSecret } from '../load/order-keys.js';
import type { Profile } from '../profile/profile.js';
import type { ReceiverThread } from '../receiver/receiver-thread.js';
import type { Closers } from './closers.js';
import { type Credentials, credentialsFrom, randomCredentials } from './credentials.js';
import { Measurement } from './measurement.js';
import { closedConnections, openConnection } from './open-connection.js';
import { openReceiver } from './open-receiver.js';
import { keepProfile, makeRunFolder, runId } from './run-folder.js';
import { openRunJournal, runJournalHeader } from './run-journal.js';
import { lockRun } from './run-lock.js';
import { SandboxProcess } from './sandbox-process.js';

/** Everything that a run needs open before its first order. */
export interface OpenStages {
  readonly id: string;
  readonly folder: string;
  readonly startedAt: Date;
  readonly measurement: Measurement;
  /** Where webhooks are to be sent. */
  readonly webhookUrl: string;
  /** The API's address. */
  readonly target: string;
  readonly connection: ApiConnection;
  /** The connections of the closed model, each for one create call at a time; none in the open one. */
  readonly closedConnections: readonly ApiConnection[];
  /** What broke on our side, a sentence each; the load ends at the first one. */
  readonly troubles: readonly string[];
  readonly broken: AbortSignal;
  /** What the keys of its orders come from. */
  readonly runSecret: Buffer;
  /** Puts the journal's first line, once the prices are known. From now on the run's folder is worth keeping. */
  begin(pricesCents: readonly Cents[] | null): void;
  /** Puts the journal's last line. */
  finish(footer: JournalFooter): void;
}

/** Where a run's stages are opened, and with what. */
export interface StageSurroundings {
  readonly reportsFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: TimerClock;
  /** Taken for an embedded target instead of a new one. */
  readonly sandboxProcess: SandboxProcess | undefined;
  /** Taken for the webhook endpoint instead of a new one. */
  readonly receiverThread: ReceiverThread | undefined;
}

/**
 * Opens folder, journal, receiver, simulator and connections, in that order; the simulator's process loads meanwhile.
 * Throws a StartError where one can't be opened.
 */
export async function openStages(
  profile: Profile,
  { reportsFolder, environment, clock, sandboxProcess, receiverThread }: StageSurroundings,
  closers: Closers,
): Promise<OpenStages> {
  const troubles: string[] = [];
  const broken = new AbortController();
  const trouble = (sentence: string): void => {
    troubles.push(sentence);
    broken.abort();
  };
  const credentials =
    profile.target.environment === 'embedded' ? randomCredentials() : credentialsFrom(environment);
  const openTarget = targetOpener(profile, sandboxProcess, closers, trouble);
  const startedAt = new Date(clock.wallMs(clock.nowMs()));
  const id = runId(startedAt, profile.name, randomBytes(4).toString('hex'));
  const folder = makeRunFolder(reportsFolder, id);
  let kept = false;
  closers.add(() => kept || rmSync(folder, { recursive: true, force: true }));
  closers.add(lockRun(folder));
  keepProfile(folder, profile.source);

  const journal = await openRunJournal(folder, profile, clock, (error) =>
    trouble(`the journal could not be written (${error.message}), so the load was stopped`),
  );
  closers.add(() => journal.close());
  const measurement = new Measurement(clock, profile, journal);
  closers.add(() => measurement.health.stop());
  const died = (why: string): void => trouble(`${why}, so the load was stopped`);
  const watch = { handled: measurement.handled, late: measurement.receiverLate, died };
  const webhookUrl = await openReceiver(profile, credentials, measurement, watch, closers, receiverThread);
  const target = await openTarget(credentials, webhookUrl);
  const connection = openConnection(profile, credentials, target, measurement, closers);
  const closed = await closedConnections(profile, credentials, target, measurement, closers);
  const { apiKey } = credentials;
  return {
    id,
    folder,
    startedAt,
    measurement,
    webhookUrl,
    target,
    connection,
    closedConnections: closed,
    troubles,
    broken: broken.signal,
    runSecret: runSecret(apiKey, id),
    begin: (pricesCents) => {
      kept = true;
      journal.begin(runJournalHeader(id, startedAt, profile, apiKey, target, webhookUrl, pricesCents, clock));
    },
    finish: (footer) => journal.append({ kind: 'closed', ...footer }),
  };
}

/** Gives the API's address when asked: the profile's, or that of a simulator whose process loads from now on. */
export function targetOpener(
  profile: Profile,
  early: SandboxProcess | undefined,
  closers: Closers,
  died: (why: string) => void,
): (credentials: Credentials, webhookUrl: string) => Promise<string> {
  const { url } = profile.target;
  if (url !== null) return () => Promise.resolve(url.replace(/\/+$/, ''));
  const sandbox = early ?? new SandboxProcess();
  let closing = false;
  void sandbox.ended.then((why) => closing || died(why));
  closers.add(() => {
    closing = true;
    return sandbox.close();
  });
  return (credentials, webhookUrl) => sandbox.start(profile, credentials, webhookUrl);
}
