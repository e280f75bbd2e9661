import type { BudgetResult } from '../gate/judge.js';
import { quantityText } from '../gate/quantity-text.js';
import { latencyNames } from '../latency/run-latency.js';
import type { RunResult } from '../run/run-result.js';
import { countText, percentileText, shareText, usdText } from './figure-text.js';
import { markdownTable, markdownText } from './markdown-text.js';

/**
 * The result as GitHub-flavoured Markdown, in sections of which the first say most: verdict with its reasons, budgets,
 * latency, failures, ledger, how to run it again.
 */
export function summarySections(result: RunResult): string[] {
  return [
    verdictSection(result),
    budgetSection(result),
    latencySection(result),
    failureSection(result),
    ledgerSection(result),
    againSection(result),
  ];
}

/** The whole summary, as `summary.md` holds it. */
export function runSummary(result: RunResult): string {
  return `${summarySections(result).join('\n\n')}\n`;
}

function verdictSection({ run, verdict }: RunResult): string {
  const seconds = ((Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000).toFixed(1);
  const facts = `${run.environment} · ${run.dialect} · ${run.model} model · ${seconds} s · run ${run.id}`;
  const sentences = [
    ...(run.caveat === null ? [] : [run.caveat]),
    ...(run.interruptedBy === null ? [] : [`cut short by ${run.interruptedBy}`]),
    ...(run.endedEarly === null ? [] : [`ended early: ${run.endedEarly}`]),
    ...(run.resumed ? ['foxload was killed or left, and the orders were settled later'] : []),
    ...verdict.reasons,
  ];
  const reasons = sentences.map((sentence) => `- ${markdownText(sentence)}`);
  return [
    `## foxload: ${verdict.result.toUpperCase()} · ${markdownText(run.profile)}`,
    '',
    markdownText(facts),
    '',
    ...reasons,
  ].join('\n');
}

function budgetSection({ budgets }: RunResult): string {
  if (budgets.length === 0) return '### Budgets\n\nnone';
  const rows = budgets.map((budget) => [
    markdownText(budget.budget),
    budget.severity === 'warn' ? `${budget.result} (warns only)` : `**${budget.result}**`,
    markdownText(observedText(budget)),
    markdownText(boundsText(budget)),
    countText(budget.n),
  ]);
  const head = ['budget', 'result', 'observed', '95 % bounds', 'n'];
  return `### Budgets\n\n${markdownTable(head, rows)}`;
}

function observedText({ observed, unit, beyondMs }: BudgetResult): string {
  if (observed !== null) return quantityText(observed, unit);
  return beyondMs === undefined ? '–' : `> ${quantityText(beyondMs, 'ms')}`;
}

function boundsText({ lower, upper, unit }: BudgetResult): string {
  if (lower === null && upper === null) return '–';
  const text = (bound: number | null) => (bound === null ? '?' : quantityText(bound, unit));
  return `${text(lower)} to ${text(upper)}`;
}

function latencySection({ latency }: RunResult): string {
  const rows = latencyNames.map((name) => {
    const { p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs, ...of } = latency[name];
    const observations = of.count + of.undelivered;
    const times = [p50Ms, p90Ms, p95Ms, p99Ms, p999Ms, maxMs];
    const texts = times.map((ms) => markdownText(percentileText(ms, of.beyondMs, observations)));
    return [name, ...texts, countText(observations)];
  });
  const { undelivered } = latency.delivery;
  const note = `${countText(undelivered)} undelivered orders count as later than the deadline.`;
  const table = markdownTable(['latency', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max', 'n'], rows);
  return `### Latency\n\n${table}${undelivered === 0 ? '' : `\n\n${note}`}`;
}

function failureSection({ failures, refusals, drops }: RunResult): string {
  const kinds = { true: 'failed, retryable', false: 'failed, permanent', null: 'failed' };
  const rows = [
    ...failures.map((failure) => ({ ...failure, kind: kinds[`${failure.retryable}`] })),
    ...refusals.map((refusal) => ({ ...refusal, kind: 'not accepted' })),
    ...drops.map((drop) => ({ ...drop, kind: 'not sent' })),
  ].map(({ reason, kind, count, rate }) => [
    markdownText(reason),
    kind,
    countText(count),
    markdownText(shareText(rate)),
  ]);
  if (rows.length === 0) return '### Failures\n\nnone';
  return `### Failures\n\n${markdownTable(['reason', 'what', 'orders', 'share'], rows)}`;
}

function ledgerSection({ ledger, webhooks, spend }: RunResult): string {
  const { planned, dropped, sent, accepted, refused, errored } = ledger;
  const { delivered, failed, timedOut, lost, open, balanced } = ledger;
  const row = (name: string, whole: number, parts: Readonly<Record<string, number>>) => [
    name,
    countText(whole),
    Object.entries(parts)
      .map(([part, count]) => `${part} ${countText(count)}`)
      .join(' + '),
  ];
  const { received, oldSecret: _, ...classes } = webhooks;
  const rows = [
    row('planned', planned, { sent, dropped }),
    row('sent', sent, { accepted, refused, errored }),
    row('accepted', accepted, { delivered, failed, 'timed out': timedOut, lost, open }),
    row('webhooks', received, classes),
  ];
  const limit = spend.limitUsd === null ? 'no limit' : `limit ${usdText(spend.limitUsd)}`;
  const money = `${usdText(spend.debitedUsd)} debited, ${usdText(spend.refundedUsd)} to be refunded, ${limit}.`;
  const state = balanced ? 'Balanced' : '**Out of balance**';
  return `### Ledger\n\n${markdownTable(['', 'orders', 'are'], rows)}\n\n${state}; ${money}`;
}

function againSection({ run }: RunResult): string {
  const machine = `foxload ${run.version}, Node ${run.node}, ${run.cores} cores, seed ${run.seed}, target ${run.target}`;
  return [
    '### Run it again',
    '',
    `With \`profile.yaml\` of the run's folder ${markdownText(run.id)}:`,
    '',
    '```sh',
    'foxload run profile.yaml',
    '```',
    '',
    `It ran on ${markdownText(machine)}.`,
  ].join('\n');
}
