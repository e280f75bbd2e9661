import { failureAdvice, failureReasonOf } from '../contract/failure-reason.js';
import type { LatencyFigures } from '../latency/latency-figures.js';
import { type LatencyName, latencyNames } from '../latency/run-latency.js';
import type { FailureCount, ReasonCount, RunResult } from '../run/run-result.js';
import { countText, percentileText, shareText, timeText, usdText } from './figure-text.js';

/**
 * The result for a terminal, at most 80 columns wide where no name is longer: verdict and reasons, ledger, latency,
 * failures split by whether ordering again helps, webhooks, generator, budgets.
 */
export function finalBlock(result: RunResult): string {
  const sections = [
    verdictLines(result),
    ledgerLines(result),
    latencyLines(result),
    failureLines(result),
    webhookLines(result),
    generatorLines(result),
    budgetLines(result),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function verdictLines({ verdict, run, budgets }: RunResult): string[] {
  const held = budgets.filter(({ result }) => result === 'pass').length;
  const reasons =
    verdict.reasons.length > 0 ? verdict.reasons : [`${held} of ${budgets.length} budgets hold`];
  const interrupted = run.interruptedBy === null ? [] : [`  interrupted by ${run.interruptedBy}`];
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const facts = `${run.profile} · ${run.environment} · ${run.dialect} · ${seconds.toFixed(1)} s · seed ${run.seed}`;
  return [
    `${verdict.result.toUpperCase()}  ${facts}`,
    ...reasons.map((reason) => `  ${reason}`),
    ...interrupted,
  ];
}

function ledgerLines({ ledger, drops, spend }: RunResult): string[] {
  const n = countText;
  const { planned, sent, dropped, accepted, refused, errored, delivered, failed, timedOut, lost, open } =
    ledger;
  const limit = spend.limitUsd === null ? 'no limit' : `limit ${usdText(spend.limitUsd)}`;
  return [
    `Ledger ${ledger.balanced ? '(balanced)' : '(OUT OF BALANCE)'}`,
    `  planned   ${n(planned)} = sent ${n(sent)} + dropped ${n(dropped)}${reasonsInBrackets(drops)}`,
    `  sent      ${n(sent)} = accepted ${n(accepted)} + refused ${n(refused)} + errored ${n(errored)}`,
    `  accepted  ${n(accepted)} = delivered ${n(delivered)} + failed ${n(failed)} + timed out ${n(timedOut)}`,
    `            ${' '.repeat(n(accepted).length)} + lost ${n(lost)} + open ${n(open)}`,
    `  spend     ${usdText(spend.debitedUsd)} debited, ${usdText(spend.refundedUsd)} to be refunded (${limit})`,
  ];
}

function reasonsInBrackets(counts: readonly ReasonCount[]): string {
  return counts.length === 0
    ? ''
    : ` (${counts.map(({ reason, count }) => `${reason} ${countText(count)}`).join(', ')})`;
}

const latencyTitles: Readonly<Record<LatencyName, string>> = {
  delivery: 'delivery',
  deliveryOnly: 'delivered only',
  service: 'service',
  answer: 'answer',
  sendLag: 'send lag',
};

const columns = ['p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const;

function latencyLines({ latency }: RunResult): string[] {
  const head = `Latency         ${columns.map((name) => name.padStart(10)).join('')}`;
  const rows = latencyNames.map((name) => `  ${latencyTitles[name].padEnd(14)}${latencyRow(latency[name])}`);
  const { undelivered } = latency.delivery;
  const note =
    undelivered > 0
      ? [`  ${countText(undelivered)} undelivered orders count as later than the deadline`]
      : [];
  return [head, ...rows, ...note];
}

function latencyRow(figures: LatencyFigures): string {
  const { p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, beyondMs, count, undelivered } = figures;
  return [p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs]
    .map((ms) => percentileText(ms, beyondMs, count + undelivered).padStart(10))
    .join('');
}

function failureLines({ failures, refusals, ledger }: RunResult): string[] {
  const failed = ledger.failed === 0 ? 'none' : `${countText(ledger.failed)} accepted orders`;
  const groups: readonly [string, boolean | null][] = [
    ['retryable', true],
    ['permanent', false],
    ['unknown', null],
  ];
  const lines = groups.flatMap(([title, retryable]) =>
    failures
      .filter((failure) => failure.retryable === retryable)
      .map((failure) => failureLine(title, failure)),
  );
  const notTaken = refusals.map(({ reason, count, rate }) =>
    countedLine('not accepted', reason, count, rate, ''),
  );
  return [`Failures  ${failed}`, ...lines, ...notTaken];
}

function failureLine(title: string, { reason, count, rate }: FailureCount): string {
  return countedLine(title, reason, count, rate, failureAdvice[failureReasonOf(reason)].advice);
}

function countedLine(title: string, reason: string, count: number, rate: number, advice: string): string {
  const figures = `${countText(count).padStart(7)} ${shareText(rate).padStart(8)}`;
  return `  ${title.padEnd(13)}${reason.padEnd(20)}${figures}${advice === '' ? '' : `  ${advice}`}`;
}

function webhookLines({ webhooks, codes, idempotency, retries, contract }: RunResult): string[] {
  const n = countText;
  const { received, accepted, duplicate, late, orphan, forged, malformed, outOfOrder, conflicting } =
    webhooks;
  return [
    `Webhooks  ${n(received)} received, ${n(accepted)} accepted`,
    `  duplicate ${n(duplicate)}, late ${n(late)}, orphan ${n(orphan)}, forged ${n(forged)}, malformed ${n(malformed)},`,
    `  out of order ${n(outOfOrder)}, conflicting ${n(conflicting)}`,
    `  codes opened ${n(codes.opened)}, not opened ${n(codes.failed)}`,
    `  keys used again ${n(idempotency.replays)}, second orders ${n(idempotency.violations)}` +
      `; retries ${n(retries.attempts)}, exhausted ${n(retries.exhausted)}`,
    ...contract.violations.map(
      ({ violation, count, example }) => `  contract: ${violation} ${n(count)} times, first: ${example}`,
    ),
  ];
}

function generatorLines({ generator, latency }: RunResult): string[] {
  const { loopDelayP99Ms, cpuRatio, receiverP99Ms, saturated } = generator;
  const lag = percentileText(latency.sendLag.p99Ms, undefined, latency.sendLag.count);
  const receiver = receiverP99Ms === null ? '–' : timeText(receiverP99Ms);
  return [
    `Generator  ${saturated ? 'SATURATED' : 'kept up'}`,
    `  p99: send lag ${lag}, event loop ${timeText(loopDelayP99Ms)}, receiver ${receiver}` +
      `; processor ${shareText(cpuRatio)} of a core`,
  ];
}

function budgetLines({ budgets }: RunResult): string[] {
  if (budgets.length === 0) return ['Budgets  none'];
  return ['Budgets', ...budgets.map(({ result, explanation }) => `  ${result.padEnd(13)}${explanation}`)];
}
