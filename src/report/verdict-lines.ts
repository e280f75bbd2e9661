import type { RunResult } from '../run/run-result.js';
import { countText } from './figure-text.js';
import { quantitiesGlued, wrapText } from './wrap-text.js';

/** The verdict in capitals, what was run, and every reason; how the run ended, where not by its schedule, comes first. */
export function verdictLines({ verdict, run, pace, budgets }: RunResult, columns: number): string[] {
  const held = budgets.filter(({ result }) => result === 'pass').length;
  const reasons =
    verdict.reasons.length > 0 ? verdict.reasons : [`${held} of ${budgets.length} budgets hold`];
  const seconds = (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const facts = `${run.profile} · ${run.environment} · ${run.dialect} · ${seconds.toFixed(1)} s · seed ${run.seed}`;
  return [
    ...wrapText(`${verdict.result.toUpperCase()}  ${facts}`, columns, 4),
    ...closedLines(run.caveat, pace).flatMap((line) => wrapText(`  ${line}`, columns, 4)),
    ...[...endings(run), ...reasons].flatMap((reason) =>
      wrapText(`  ${quantitiesGlued(reason)}`, columns, 4),
    ),
  ];
}

/** What a closed run is for, and what its figures are not. */
function closedLines(caveat: string | null, pace: RunResult['pace']): string[] {
  if (caveat === null) return [];
  const { answeredPerSecond, mostInFlight, maxInFlight } = pace;
  const open = `at most ${countText(mostInFlight)} open at once`;
  const waited = mostInFlight < maxInFlight ? '' : ' (load.maxInFlight: connections waited)';
  return [
    caveat,
    `${countText(Math.round(answeredPerSecond ?? 0))} orders a second answered, ${open}${waited}`,
  ];
}

function endings({ interruptedBy, endedEarly }: RunResult['run']): string[] {
  return [
    ...(interruptedBy === null ? [] : [`cut short by ${interruptedBy}: these are the orders until then`]),
    ...(endedEarly === null ? [] : [`ended early: ${endedEarly}`]),
  ];
}
