// The rows of the bench as a table for people.

/** @param {{ what: string, unit: string, value: number, beside: { name: string, value: number } | null,
 *   ratio: number | null, goal: { atLeast?: number, atMost?: number } | null }[]} rows */
export function table(rows) {
  const cells = [
    ['', 'foxload', 'beside', 'ratio', 'goal', ''],
    ...rows.map(({ what, unit, value, beside, ratio, goal }) => [
      what,
      `${figure(value)} ${unit}`,
      beside === null ? '' : figure(beside.value),
      ratio === null ? '' : ratio.toFixed(2),
      goalText(goal),
      mark(ratio ?? value, goal),
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells.map((row) => line(row, widths)).join('\n');
}

function line(row, widths) {
  const [what, ...figures] = row;
  return [what.padEnd(widths[0]), ...figures.map((cell, at) => cell.padStart(widths[at + 1]))]
    .join('  ')
    .trimEnd();
}

function figure(value) {
  if (value >= 1_000) return Math.round(value).toLocaleString('en-GB');
  return value >= 10 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(2);
}

function goalText(goal) {
  if (goal === null) return '';
  return goal.atLeast === undefined ? `<= ${goal.atMost}` : `>= ${goal.atLeast}`;
}

function mark(found, goal) {
  if (goal === null) return '';
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = goal;
  return found >= atLeast && found <= atMost ? 'met' : 'NOT MET';
}
