import type { StoredRun } from '../run/stored-run.js';
import type { RunSample, SampleShare } from './run-sample.js';

/** What a comparison looks at of a stored run. Shares are of the same wholes as those that budgets speak of. */
export function sampleOfRun({ result, latency }: StoredRun): RunSample {
  const { ledger, failures, webhooks } = result;
  const { sent, delivered, failed, timedOut, lost } = ledger;
  const decided = delivered + failed + timedOut + lost;
  const ofDecided = (part: number): SampleShare => ({ part, n: decided });
  return {
    times: latency.times(),
    shares: new Map([
      ['success.rate', ofDecided(delivered)],
      ['failures.rate', ofDecided(failed)],
      ['refusals.rate', { part: ledger.refused + ledger.errored, n: sent }],
      ['undelivered.rate', ofDecided(timedOut + lost)],
      ['webhooks.duplicate.rate', { part: webhooks.duplicate, n: webhooks.received }],
      ...failures.map(({ reason, count }) => [`failures.${reason}.rate`, ofDecided(count)] as const),
    ]),
  };
}
