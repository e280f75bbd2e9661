import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { TimerClock } from '../clock.js';
import type { Cents } from '../contract/money.js';
import type { JournalFooter } from '../journal/journal-footer.js';
import type { ApiConnection } from '../load/api-connection.js';
import { runSecret } from '../load/order-keys.js';
import type { Profile } from '../profile/profile.js';
import type { Receiver } from '../receiver/receiver.js';
import type { Closers } from './closers.js';
import { type Credentials, credentialsFrom, randomCredentials } from './credentials.js';
import { startEmbeddedSandbox } from './embedded-sandbox.js';
import { Measurement } from './measurement.js';
import { openConnection } from './open-connection.js';
import { openReceiver } from './open-receiver.js';
import { keepProfile, makeRunFolder, runId } from './run-folder.js';
import { openRunJournal, runJournalHeader } from './run-journal.js';
import { lockRun } from './run-lock.js';

/** Everything that a run needs open before its first order. */
export interface OpenStages {
  readonly id: string;
  readonly folder: string;
  readonly startedAt: Date;
  readonly measurement: Measurement;
  readonly receiver: Receiver;
  /** The API's address. */
  readonly target: string;
  readonly connection: ApiConnection;
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

/** Opens folder, journal, receiver, simulator and connections, in that order. Throws a StartError where one can't. */
export async function openStages(
  profile: Profile,
  reportsFolder: string,
  environment: NodeJS.ProcessEnv,
  clock: TimerClock,
  closers: Closers,
): Promise<OpenStages> {
  const credentials =
    profile.target.environment === 'embedded' ? randomCredentials() : credentialsFrom(environment);
  const startedAt = new Date(clock.wallMs(clock.nowMs()));
  const id = runId(startedAt, profile.name, randomBytes(4).toString('hex'));
  const folder = makeRunFolder(reportsFolder, id);
  let kept = false;
  closers.add(() => kept || rmSync(folder, { recursive: true, force: true }));
  closers.add(lockRun(folder));
  keepProfile(folder, profile.source);

  const troubles: string[] = [];
  const broken = new AbortController();
  const trouble = (sentence: string): void => {
    troubles.push(sentence);
    broken.abort();
  };
  const journal = await openRunJournal(folder, profile, clock, (error) =>
    trouble(`the journal could not be written (${error.message}), so the load was stopped`),
  );
  closers.add(() => journal.close());
  const measurement = new Measurement(clock, profile.deadlineMs, journal);
  closers.add(() => measurement.health.stop());
  const receiver = await openReceiver(profile, credentials, measurement, (durationMs) =>
    measurement.health.handledWebhook(durationMs),
  );
  closers.add(() => receiver.close());
  const target = await openTarget(profile, credentials, receiver.url, closers, trouble);
  const connection = openConnection(profile, credentials, target, measurement, closers);
  const { apiKey } = credentials;
  return {
    id,
    folder,
    startedAt,
    measurement,
    receiver,
    target,
    connection,
    troubles,
    broken: broken.signal,
    runSecret: runSecret(apiKey, id),
    begin: (pricesCents) => {
      kept = true;
      journal.begin(
        runJournalHeader(id, startedAt, profile, apiKey, target, receiver.url, pricesCents, clock),
      );
    },
    finish: (footer) => journal.append({ kind: 'closed', ...footer }),
  };
}

/** The API's address: the profile's, or that of a simulator started for this run. */
async function openTarget(
  profile: Profile,
  { apiKey, webhookSecret }: Credentials,
  webhookUrl: string,
  closers: Closers,
  trouble: (sentence: string) => void,
): Promise<string> {
  if (profile.target.url !== null) return profile.target.url.replace(/\/+$/, '');
  const sandbox = await startEmbeddedSandbox({
    ...profile.sandbox,
    dialect: profile.target.dialect,
    signature: profile.receiver.signature,
    host: '127.0.0.1',
    port: 0,
    apiKeys: [apiKey],
    webhookUrl,
    webhookSecret: webhookSecret.toString('base64'),
  });
  let closing = false;
  void sandbox.died.then((why) => closing || trouble(why));
  closers.add(() => {
    closing = true;
    return sandbox.close();
  });
  return sandbox.url;
}
