import type { RunResult } from '../run/run-result.js';
import { wrapText } from './wrap-text.js';

/** The verdict in capitals, what was run, and every reason; that the run was cut short comes first among them. */
export function verdictLines({ verdict, run, budgets }: RunResult, columns: number): string[] {
  const held = budgets.filter(({ result }) => result === 'pass').length;
  const reasons =
    verdict.reasons.length > 0 ? verdict.reasons : [`${held} of ${budgets.length} budgets hold`];
  const interrupted =
    run.interruptedBy === null ? [] : [`cut short by ${run.interruptedBy}: these are the orders until then`];
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const facts = `${run.profile} · ${run.environment} · ${run.dialect} · ${seconds.toFixed(1)} s · seed ${run.seed}`;
  return [
    ...wrapText(`${verdict.result.toUpperCase()}  ${facts}`, columns, 4),
    ...[...interrupted, ...reasons].flatMap((reason) => wrapText(`  ${reason}`, columns, 4)),
  ];
}
