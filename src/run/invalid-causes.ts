import { imbalances, ledgerOf } from '../tracker/ledger.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import { silentCalls } from './api-silence.js';
import { saturation } from './generator-health.js';
import type { RunFigures } from './run-figures.js';

/**
 * Why the figures of a run can't be trusted, the most telling cause first; none for a sound figures.
 *
 * @param troubles what broke on our side while the run went on, a sentence each
 */
export function invalidCauses(
  figures: RunFigures,
  webhookUrl: string,
  troubles: readonly string[],
): string[] {
  const { tracker, latency, generator } = figures;
  const { counters } = tracker;
  return [
    ...troubles,
    ...unheardWebhooks(figures, webhookUrl),
    ...nothingAccepted(figures),
    ...goneApi(figures),
    ...imbalances(counters),
    ...(generator === null ? [] : saturation(generator, latency.figures().sendLag.p99Ms)),
    ...(latency.clamped > 0
      ? [`the clock is broken: ${latency.clamped} times were negative or above a day`]
      : []),
    ...leftOpen(figures),
  ];
}

function unheardWebhooks({ tracker }: RunFigures, webhookUrl: string): string[] {
  const { accepted, webhooks, webhooksReceived, firstForgery } = tracker.counters;
  if (accepted === 0 || webhooksReceived > webhooks.forged) return [];
  if (webhooksReceived === 0) {
    return [`no webhook reached ${webhookUrl}: check that the API knows this address and can reach it`];
  }
  const all = `all ${webhooksReceived} webhooks failed verification (${firstForgery ?? 'unknown'})`;
  return [`${all}: check that FOXRELOAD_WEBHOOK_SECRET is the secret the API signs with`];
}

function nothingAccepted({ tracker }: RunFigures): string[] {
  const { sent, accepted } = tracker.counters;
  if (sent === 0 || accepted > 0) return [];
  const [[reason, count] = ['unknown', 0]] = Object.entries(refusalsByReason(tracker.counters)).sort(
    ([, a], [, b]) => b - a,
  );
  const [first] = Object.values(tracker.counters.firstAttemptFailures);
  const met = first === undefined ? '' : `; the first call met: ${first}`;
  return [
    `none of the ${sent} orders sent was accepted (${reason}: ${count}), so nothing was measured${met}`,
  ];
}

/** A run that was left gave calls up itself. */
function goneApi({ tracker, silence }: RunFigures): string[] {
  const { counters } = tracker;
  const { unanswered } = silence;
  if (counters.accepted === 0 || unanswered < silentCalls || ledgerOf(counters).open > 0) return [];
  const { network, timeout } = counters.firstAttemptFailures;
  return [
    `the API stopped answering: the last ${unanswered} create calls got no answer (${network ?? timeout ?? 'unknown'})`,
  ];
}

function leftOpen({ tracker }: RunFigures): string[] {
  const { open } = ledgerOf(tracker.counters);
  return open === 0 ? [] : [`${open} accepted orders were still open when the run was left`];
}
