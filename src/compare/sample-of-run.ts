import {
  type ComparedLatency,
  comparedLatencies,
  type RunSample,
  type SampleShare,
  type SampleTimes,
} from './run-sample.js';
import type { RunToCompare } from './run-to-compare.js';

/** What a comparison looks at of a run. Shares are of the same wholes as those that budgets speak of. */
export function sampleOfRun(run: RunToCompare): RunSample {
  const { ledger, failures, webhooks } = run.result;
  const { sent, delivered, failed, timedOut, lost } = ledger;
  const decided = delivered + failed + timedOut + lost;
  const ofDecided = (part: number): SampleShare => ({ part, n: decided });
  const [delivery, service, answer] = comparedLatencies;
  return {
    times: {
      delivery: sampleTimes(run, delivery),
      service: sampleTimes(run, service),
      answer: sampleTimes(run, answer),
    },
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

function sampleTimes({ result, times }: RunToCompare, latency: ComparedLatency): SampleTimes {
  const recorded = times[latency];
  const { undelivered } = result.latency[latency];
  return {
    count: recorded.count,
    valueAtRankMs: (rank) => recorded.valueAtRankMs(rank),
    undelivered,
    deadlineMs: result.run.deadlineMs,
  };
}
