import { failureAdvice, failureReasonOf } from '../contract/failure-reason.js';
import type { FailureCount, ReasonCount, RunResult } from '../run/run-result.js';
import { countedText, countText, shareText } from './figure-text.js';
import { wrapText } from './wrap-text.js';

/** What failures are told apart by, in this order: whether ordering again can help. */
const groups: readonly (readonly [title: string, retryable: boolean | null])[] = [
  ['retryable', true],
  ['permanent', false],
  ['unknown', null],
];

/** Accepted orders that failed, with what to do about each reason; then create calls that led to no order. */
export function failureLines({ failures, refusals, ledger }: RunResult, columns: number): string[] {
  const failed =
    ledger.failed === 0 ? 'none' : countedText(ledger.failed, 'accepted order', 'accepted orders');
  const ofGroup = ([title, retryable]: (typeof groups)[number]) =>
    failures
      .filter((failure) => failure.retryable === retryable)
      .map((failure) => countedLine(title, failure, adviceOn(failure)));
  const lines = [
    ...groups.flatMap(ofGroup),
    ...refusals.map((refusal) => countedLine('not accepted', refusal, '')),
  ];
  return [`Failures  ${failed}`, ...lines.flatMap((line) => wrapText(line, columns, adviceColumn))];
}

function adviceOn({ reason }: FailureCount): string {
  return failureAdvice[failureReasonOf(reason)].advice;
}

/** Where the advice of a line begins: behind group, reason, count and share. */
const adviceColumn = 54;

function countedLine(title: string, { reason, count, rate }: ReasonCount, advice: string): string {
  const figures = `${countText(count).padStart(7)} ${shareText(rate).padStart(8)}`;
  return `  ${title.padEnd(13)}${reason.padEnd(20)} ${figures}  ${advice}`.trimEnd();
}
