import { sumOfCounts } from '../sum-of-counts.js';
import type { TrackerCounters } from './tracker-counters.js';

/** What became of every planned order: each is in exactly one class. */
export interface Ledger {
  readonly planned: number;
  readonly dropped: number;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly errored: number;
  readonly delivered: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly lost: number;
  readonly open: number;
  readonly balanced: boolean;
}

/** The ledger, with each of its equations checked. */
export function ledgerOf(counters: TrackerCounters): Ledger {
  const { webhook, poll } = counters.completed;
  return {
    planned: counters.planned,
    dropped: sumOfCounts(counters.dropped),
    sent: counters.sent,
    accepted: counters.accepted,
    refused: sumOfCounts(counters.refused),
    errored: sumOfCounts(counters.errored),
    delivered: webhook.delivered + poll.delivered,
    failed: webhook.failed + poll.failed,
    timedOut: webhook.timed_out + poll.timed_out,
    lost: webhook.lost + poll.lost,
    open: sumOfCounts(counters.open),
    balanced: imbalances(counters).length === 0,
  };
}

/** One sentence for each equation of the ledger that does not hold; none when it balances. */
export function imbalances(counters: TrackerCounters): string[] {
  const { planned, sent, accepted, webhooksReceived, held } = counters;
  const completed = sumOfCounts(counters.completed.webhook) + sumOfCounts(counters.completed.poll);
  const equations: readonly [string, number, number][] = [
    ['planned = sent + dropped', planned, sent + sumOfCounts(counters.dropped)],
    [
      'sent = accepted + refused + errored',
      sent,
      accepted + sumOfCounts(counters.refused) + sumOfCounts(counters.errored),
    ],
    ['accepted = decided + open', accepted, completed + sumOfCounts(counters.open)],
    ['webhooks = sum of their classes', webhooksReceived, sumOfCounts(counters.webhooks) + held],
    [
      'failed = sum of the reasons',
      counters.completed.webhook.failed + counters.completed.poll.failed,
      sumOfCounts(counters.failures),
    ],
  ];
  return equations
    .filter(([, left, right]) => left !== right)
    .map(([equation, left, right]) => `the ledger is out of balance: ${equation} gives ${left} = ${right}`);
}
