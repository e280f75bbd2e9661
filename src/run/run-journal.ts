import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { TimerClock } from '../clock.js';
import type { JournalFooter } from '../journal/journal-footer.js';
import type { JournalHeader } from '../journal/journal-header.js';
import type { JournalWriter } from '../journal/journal-writer.js';
import { createJournal } from '../journal/open-journal.js';
import { keyId } from '../load/order-keys.js';
import type { Profile } from '../profile/profile.js';
import type { RunEnd } from './assemble-result.js';
import type { GeneratorReading } from './generator-reading.js';
import { journalFile } from './run-folder.js';
import { StartError } from './start-error.js';

/**
 * Makes the journal of a run that begins. Where money is real, what it holds survives a power loss.
 *
 * @param failed told once when it can't be written any more
 * @throws {StartError} when it can't be made
 */
export async function openRunJournal(
  folder: string,
  profile: Profile,
  clock: TimerClock,
  failed: (error: Error) => void,
): Promise<JournalWriter> {
  const file = join(folder, journalFile);
  try {
    return await createJournal(file, { mode: profile.journal, clock, failed });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new StartError(`the journal ${file} can't be made (${code ?? message})`);
  }
}

/** What the journal's first line says of the run. */
export function runJournalHeader(
  id: string,
  startedAt: Date,
  profile: Profile,
  apiKey: string,
  target: string,
  webhookUrl: string,
  pricesCents: readonly number[] | null,
  clock: TimerClock,
): Omit<JournalHeader, 'mode'> {
  return {
    run: id,
    startedAt: startedAt.toISOString(),
    profile: profile.name,
    profileSha256: sha256(profile.source),
    seed: profile.load.seed,
    keyId: keyId(apiKey),
    environment: profile.target.environment,
    deadlineMs: profile.deadlineMs,
    wallOriginMs: clock.wallMs(0),
    pricesCents,
    spendLimitCents: profile.limits.spendCents,
    target,
    webhookUrl,
  };
}

/** What the journal's last line says of the run. */
export function journalFooter(
  { endedAt, interruptedBy, earlyEnd, resumed, troubles, idempotencyViolations }: RunEnd,
  generator: GeneratorReading | null,
): JournalFooter {
  return {
    endedAt: endedAt.toISOString(),
    interruptedBy,
    earlyEnd,
    resumed,
    troubles,
    idempotencyViolations,
    generator,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
