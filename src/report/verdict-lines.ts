import type { RunResult } from '../run/run-result.js';
import { wrapText } from './wrap-text.js';

/** The verdict in capitals, what was run, and every reason; how the run ended, where not by its schedule, comes first. */
export function verdictLines({ verdict, run, budgets }: RunResult, columns: number): string[] {
  const held = budgets.filter(({ result }) => result === 'pass').length;
  const reasons =
    verdict.reasons.length > 0 ? verdict.reasons : [`${held} of ${budgets.length} budgets hold`];
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const facts = `${run.profile} · ${run.environment} · ${run.dialect} · ${seconds.toFixed(1)} s · seed ${run.seed}`;
  return [
    ...wrapText(`${verdict.result.toUpperCase()}  ${facts}`, columns, 4),
    ...(run.caveat === null ? [] : wrapText(`  ${run.caveat}`, columns, 4)),
    ...[...endings(run), ...reasons].flatMap((reason) => wrapText(`  ${reason}`, columns, 4)),
  ];
}

function endings({ interruptedBy, endedEarly }: RunResult['run']): string[] {
  return [
    ...(interruptedBy === null ? [] : [`cut short by ${interruptedBy}: these are the orders until then`]),
    ...(endedEarly === null ? [] : [`ended early: ${endedEarly}`]),
  ];
}
