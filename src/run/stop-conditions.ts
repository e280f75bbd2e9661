import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AbortProfile } from '../profile/profile.js';
import { ledgerOf } from '../tracker/ledger.js';
import { type AbortReading, abortReason } from './abort-rules.js';
import { decidedOrders } from './counted-figures.js';
import type { EarlyEnd } from './early-end.js';
import type { Measurement } from './measurement.js';
import { stopFile } from './stop-file.js';

/**
 * When this many webhooks came, not one could be verified, and orders have waited this long, the load ends: it could not be
 * measured. The wait keeps strangers from ending it while the first genuine webhook is still on its way.
 */
const hopeless = { forged: 50, silenceMs: 30_000 } as const;

/** The profile's own rules are looked at this often: a p99 is drawn from a whole window. */
const rulesEveryMs = 250;

/**
 * Tells why the load must end early; null while it may go on. To be asked every `everyMs`: what it takes longer is how
 * long the event loop was held up.
 */
export function stopConditions(
  measurement: Measurement,
  rules: AbortProfile,
  folder: string,
  everyMs: number,
): () => EarlyEnd | null {
  const { clock, tracker } = measurement;
  const file = join(folder, stopFile);
  let askedMs = clock.nowMs();
  let rulesMs = askedMs;
  let loopDelayMs = 0;
  return () => {
    const nowMs = clock.nowMs();
    loopDelayMs = Math.max(loopDelayMs, nowMs - askedMs - everyMs);
    askedMs = nowMs;
    const { webhooks } = tracker.counters;
    const silenceMs = measurement.webhookSilenceMs() ?? 0;
    if (webhooks.accepted === 0 && webhooks.forged >= hopeless.forged && silenceMs >= hopeless.silenceMs)
      return unverified(webhooks.forged);
    if (existsSync(file))
      return { cause: 'user', sentence: `the file ${stopFile} in the run's folder ended the load` };
    if (nowMs - rulesMs < rulesEveryMs) return null;
    const end = brokenRule(rules, reading(measurement, rules, loopDelayMs));
    rulesMs = nowMs;
    loopDelayMs = 0;
    return end;
  };
}

function unverified(forged: number): EarlyEnd {
  return {
    cause: 'instrument',
    sentence: `the first ${forged} webhooks failed verification, so the load was stopped`,
  };
}

/** A blocked event loop is foxload's own fault; every other rule speaks of the API. */
function brokenRule(rules: AbortProfile, now: AbortReading): EarlyEnd | null {
  const ofApi = abortReason({ ...rules, loopDelayMs: null }, now);
  if (ofApi !== null) return { cause: 'api', sentence: ofApi };
  const ofOurs = abortReason(rules, now);
  return ofOurs === null ? null : { cause: 'instrument', sentence: ofOurs };
}

function reading(measurement: Measurement, { p99Ms }: AbortProfile, loopDelayMs: number): AbortReading {
  const { tracker, latency, clock } = measurement;
  const ledger = ledgerOf(tracker.counters);
  const notAccepted = ledger.refused + ledger.errored;
  return {
    answered: ledger.accepted + notAccepted,
    notAccepted,
    decided: decidedOrders(ledger),
    failed: ledger.failed,
    p99: p99Ms === null ? null : (latency.windowFigures('1m', clock.nowMs())?.p99 ?? null),
    webhookSilenceMs: measurement.webhookSilenceMs(),
    loopDelayMs,
  };
}
