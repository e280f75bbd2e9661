import { type FailureReason, failureAdvice, failureReasons } from '../contract/failure-reason.js';
import { sumOfCounts } from '../sum-of-counts.js';
import { type Ledger, ledgerOf } from '../tracker/ledger.js';
import { refusalsByReason } from '../tracker/refusals-by-reason.js';
import type { TrackerCounters } from '../tracker/tracker-counters.js';
import type { ContractBreach, FailureCount, ReasonCount, RunResult, WebhookCounts } from './run-result.js';

/** The part of a result that is counted, not timed or judged. */
export type CountedFigures = Pick<
  RunResult,
  'ledger' | 'failures' | 'refusals' | 'drops' | 'webhooks' | 'codes' | 'retries' | 'contract'
>;

/** The counters in the words of the report. */
export function countedFigures(counters: TrackerCounters): CountedFigures {
  const ledger = ledgerOf(counters);
  return {
    ledger,
    failures: failureCounts(counters, decidedOrders(ledger)),
    refusals: reasonCounts(refusalsByReason(counters), ledger.sent),
    drops: reasonCounts(counters.dropped, ledger.planned),
    webhooks: webhookCounts(counters),
    codes: { ...counters.codes },
    retries: { attempts: sumOfCounts(counters.retries), exhausted: counters.retriesExhausted },
    contract: { violations: contractBreaches(counters) },
  };
}

/** Orders whose end is known: what success and failure rates are shares of. */
export function decidedOrders({ delivered, failed, timedOut, lost }: Ledger): number {
  return delivered + failed + timedOut + lost;
}

/** Whether ordering again can help; null where nobody knows. */
export function isRetryable(reason: FailureReason): boolean | null {
  const { retryable } = failureAdvice[reason];
  return retryable === 'unknown' ? null : retryable !== 'no';
}

function failureCounts({ failures }: TrackerCounters, decided: number): FailureCount[] {
  return failureReasons
    .filter((reason) => failures[reason] > 0)
    .map((reason) => {
      const count = failures[reason];
      return { reason, retryable: isRetryable(reason), count, rate: share(count, decided) };
    });
}

function reasonCounts(counts: Readonly<Record<string, number>>, of: number): ReasonCount[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => ({ reason, count, rate: share(count, of) }));
}

function webhookCounts({ webhooks, webhooksReceived, webhooksByOldSecret }: TrackerCounters): WebhookCounts {
  const { out_of_order: outOfOrder, ...others } = webhooks;
  return { received: webhooksReceived, ...others, outOfOrder, oldSecret: webhooksByOldSecret };
}

function contractBreaches({ violations }: TrackerCounters): ContractBreach[] {
  return [...violations].map(([violation, { count, example }]) => ({ violation, count, example }));
}

function share(count: number, of: number): number {
  return of === 0 ? 0 : count / of;
}
