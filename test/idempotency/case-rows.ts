import type { CaseReport, IdempotencyResult } from '../../src/idempotency/idempotency-result.js';

/** A case as a line of text: `201 ×2 | same answer | 1 order, 1 debit | kept`. */
export function caseRow(report: CaseReport): string {
  const { answers, replays, orders, debits, induced, verdict, broken } = report;
  const how = answers.map(({ answer, count }) => `${answer} ×${count}`).join(', ');
  const law = [verdict, ...broken].join(', ');
  return `${how} | ${replays} | ${orders}/${debits} | ${induced} | ${law}`;
}

/** The rows of a result by the names of the cases. */
export function caseRows({ cases }: IdempotencyResult): Record<string, string> {
  return Object.fromEntries(cases.map((report) => [report.name, caseRow(report)]));
}

/** How often a client asks while its first call is in work depends on the machine: only what it met is compared. */
export function withoutWaits(rows: Record<string, string>): Record<string, string> {
  const timeout = rows['client-timeout'] ?? '';
  return { ...rows, 'client-timeout': timeout.replace(/in_progress ×\d+/, 'in_progress ×n') };
}
