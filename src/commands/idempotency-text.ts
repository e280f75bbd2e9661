import type { CaseReport, IdempotencyResult } from '../idempotency/idempotency-result.js';
import type { SuitePlan } from '../idempotency/prepare-suite.js';
import { countedText, usdText } from '../report/figure-text.js';
import { wrapText } from '../report/wrap-text.js';

const titleColumns = 32;
const countColumns = 7;
const lawColumns = 13;

/** What the user is told right before the first order of the suite. */
export function suiteOpeningLines({ target, cases, item, worst }: SuitePlan): string[] {
  const atMost = worst.spendCents === null ? '' : `, ${usdText(worst.spendCents / 100)}`;
  return [
    `foxload idempotency: ${cases.length} cases with ${item.quantity} × ${item.sku} at ${target}`,
    `an API that keeps the law makes about an order a case; one that ignores its keys up to ${worst.orders}${atMost}`,
  ];
}

/** The result for people, at most `columns` wide: verdict, a line for each case, how the API answered, and sums. */
export function idempotencyText(result: IdempotencyResult, columns: number): string {
  const { verdict, run, cases, moneyWitness } = result;
  const words = verdict.result === 'kept' && moneyWitness === null ? keptUnseen : headline[verdict.result];
  const lines = [
    `${verdict.result.toUpperCase()}: ${words}`,
    ...verdict.reasons.flatMap((reason) => wrapText(`  ${reason}`, columns, 4)),
    '',
    ...wrapText(`${run.target} (${run.environment}, ${run.dialect})`, columns, 2),
    '',
    rowText('one key, each case its own', 'orders', 'debits', 'law'),
    ...cases.flatMap((report) => caseLines(report, columns)),
    '',
    ...wrapText(totalText(result), columns, 2),
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

const headline = {
  kept: 'one key, one order, one debit, in every case that could be shown',
  broken: 'one key did not come to one order and one debit',
  undecided: 'not every case could be shown',
} as const;

/** What was not seen is not claimed. */
const keptUnseen = 'one key, one order, in every case shown; debits are not known';

function caseLines(report: CaseReport, columns: number): string[] {
  const { title, orders, debits, verdict, notes } = report;
  const law = verdict === 'not_induced' ? 'kept' : verdict.replaceAll('_', ' ').replace('broken', 'BROKEN');
  const remarks = verdict === 'not_induced' ? ['not induced here', ...notes] : notes;
  return [
    rowText(title, String(orders), debits === null ? '–' : String(debits), law),
    ...wrapText(`    ${[answersText(report), ...remarks].join('; ')}`, columns, 6),
  ];
}

function rowText(title: string, orders: string, debits: string, law: string): string {
  const counts = orders.padStart(countColumns) + debits.padStart(countColumns);
  return `  ${title.padEnd(titleColumns)}${counts}  ${law.padEnd(lawColumns)}`;
}

/** How the API behaved: `201 ×2, same answer`. */
function answersText({ answers, replays }: CaseReport): string {
  const counted = answers.map(({ answer, count }) => (count === 1 ? answer : `${answer} ×${count}`));
  return [...counted, ...(replays === null ? [] : [replays])].join(', ');
}

function totalText({ total, moneyWitness, order }: IdempotencyResult): string {
  const { keys, calls, orders, debits, spentUsd } = total;
  const counts = [
    countedText(keys, 'key', 'keys'),
    countedText(calls, 'call', 'calls'),
    countedText(orders, 'order', 'orders'),
    debits === null ? 'debits not known' : countedText(debits, 'debit', 'debits'),
  ];
  const spent = spentUsd === null ? '' : `; ${usdText(spentUsd)} less on the balance`;
  const price = order.priceUsd === null ? '' : ` at ${usdText(order.priceUsd)} each`;
  return `${counts.join(', ')}${price}${spent}. ${witnessText[moneyWitness ?? 'none']}`;
}

const witnessText = {
  ledger: "Debits are those in the simulator's ledger.",
  balance: 'Debits are told by the balance, before and after each case.',
  none: 'The API shows no balance that stands still, or no prices: only orders were judged.',
} as const;
